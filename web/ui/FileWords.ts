/** What the file parts say, on whichever side they stand. */
export interface FileWords {
  language: string;
  save(name: string): string;
  open(name: string): string;
  remove(name: string): string;
  again(name: string): string;
  /** Why a file failed, by its code. */
  failed(code: string): string;
  waits: string;
  sending: string;
  done: string;
  tray: string;
}

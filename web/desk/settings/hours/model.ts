/** Hours of people as the server tells them (seconds), and what a table of them says. Pure. */

export interface Day { day: string; first: string | null; last: string | null; worked: number; desk: number; states: Record<string, number>; named: Record<string, number> }
export interface OfPerson { id: number; name: string; days: readonly Day[] }
export interface Stretch { begin: string; end: string; state: string; works: boolean; named: number | null; name: string | null; emoji: string; comment: string; by: number | null }

export interface Sum { worked: number; desk: number; pause: number; away: number; days: number; named: Readonly<Record<string, number>> }

/** All days of one person together. */
export function sumOf(days: readonly Day[]): Sum {
  const named: Record<string, number> = {};
  for (const day of days) for (const [id, seconds] of Object.entries(day.named)) named[id] = (named[id] ?? 0) + seconds;
  const total = (of: (day: Day) => number): number => days.reduce((sum, day) => sum + of(day), 0);
  return {
    worked: total((day) => day.worked), desk: total((day) => day.desk), pause: total((day) => day.states.pause ?? 0), away: total((day) => day.states.away ?? 0),
    days: days.filter((day) => day.first !== null).length, named,
  };
}

/** Hours and minutes: 7:05. */
export function length(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Where a stretch lies within its day, in hundredths of the whole. */
export function share(stretch: Pick<Stretch, "begin" | "end">, day: readonly [number, number]): { left: number; width: number } {
  const [from, to] = day;
  const [begin, end] = [Math.max(Date.parse(stretch.begin), from), Math.min(Date.parse(stretch.end), to)];
  return { left: ((begin - from) / (to - from)) * 100, width: (Math.max(0, end - begin) / (to - from)) * 100 };
}

/** The day as this browser's clock has it: `2026-03-29`. */
export function dayText(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

import { useLayoutEffect, useRef } from "preact/hooks";
import type { AskedOfLists } from "./asked.ts";
import { BulkDone } from "./BulkDone.tsx";
import { BulkForm } from "./BulkForm.tsx";
import { ViewForm } from "./ViewForm.tsx";
import { ViewList } from "./ViewList.tsx";

/** The windows of the lists; fetched with the first of them. */
export default function Windows({ asked, onDone }: { asked: AskedOfLists; onDone: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.querySelector<HTMLElement>("[data-first], input, select, button")?.focus(), []);
  return (
    <div ref={box} class="form">
      {asked.kind === "views" && <ViewList onDone={onDone} />}
      {asked.kind === "view" && <ViewForm view={asked.view} onDone={onDone} />}
      {asked.kind === "bulk" && <BulkForm act={asked.act} convs={asked.convs} onDone={onDone} />}
      {asked.kind === "bulkDone" && <BulkDone result={asked.result} onDone={onDone} />}
    </div>
  );
}

import { expect, test, vi } from "vitest";
import { guarded } from "../../core/storage.ts";
import { EMPTY, type Kept } from "../model/draft.ts";
import { createDrafts, type Remote } from "../state/drafts.ts";

const memory = () => guarded(() => null);

test("a reply and a note of one talk are kept apart, and another talk has its own", () => {
  const drafts = createDrafts(3, memory());
  drafts.change("a", { reply: "to the visitor" });
  drafts.change("a", { mode: "note", note: "to the team" });
  expect(drafts.of("a")).toEqual({ mode: "note", reply: "to the visitor", note: "to the team" });
  expect(drafts.of("b").reply).toBe("");
});

test("a reload finds the draft, another operator of the same browser does not", () => {
  const keep = memory();
  createDrafts(3, keep).change("a", { reply: "half a sen" });
  expect(createDrafts(3, keep).of("a").reply).toBe("half a sen");
  expect(createDrafts(4, keep).of("a").reply).toBe("");
});

test("what is sent leaves nothing behind", () => {
  const keep = memory();
  const drafts = createDrafts(3, keep);
  drafts.change("a", { reply: "gone" });
  drafts.change("a", { reply: "" });
  expect(keep.keys("pult.draft.")).toEqual([]);
});

test("refused words come back before what is being written", () => {
  const drafts = createDrafts(3, memory());
  drafts.change("a", { reply: "second" });
  drafts.giveBack("a", "reply", "first");
  expect(drafts.of("a").reply).toBe("first\nsecond");
});

test("storage that somebody has spoiled is an empty draft", () => {
  const keep = memory();
  keep.set("pult.draft.3.a", "{not json");
  expect(createDrafts(3, keep).of("a")).toEqual({ mode: "reply", reply: "", note: "" });
});

test("an answer that is older than what was kept meanwhile takes no word away", async () => {
  vi.useFakeTimers();
  const kept = new Map<string, Kept>();
  let slow: () => void = () => undefined;
  const remote: Remote = {
    // The list is read at once and comes late.
    every: () => { const then = new Map(kept); return new Promise((resolve) => (slow = () => resolve(then))); },
    one: async (conv) => kept.get(conv) ?? { version: 0, draft: EMPTY },
    put: async (conv, base, draft) => { kept.set(conv, { version: base + 1, draft }); return { version: base + 1 }; },
  };
  const drafts = createDrafts(3, memory(), remote);
  const loading = drafts.load();
  drafts.change("a", { reply: "begun while the list was on its way" });
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept.get("a")?.version).toBe(1);
  slow();
  await loading;
  await vi.advanceTimersByTimeAsync(1000);
  expect(drafts.of("a").reply).toBe("begun while the list was on its way");
  vi.useRealTimers();
});

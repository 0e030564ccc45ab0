import { describe, expect, test } from "vitest";
import { actOf, type KeyPress } from "../model/keys.ts";

const press = (code: string, key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  code, key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...part,
});

describe("keys go by their place, not by the letter of the layout", () => {
  test.each([
    ["KeyA", "a", "ф", "take"], ["KeyE", "e", "у", "resolve"], ["KeyO", "o", "щ", "reopen"], ["KeyT", "t", "е", "transfer"],
    ["KeyN", "n", "т", "note"], ["KeyR", "r", "к", "reply"], ["KeyJ", "j", "о", "next"], ["KeyK", "k", "л", "previous"],
  ])("%s", (code, latin, cyrillic, act) => {
    expect(actOf(press(code, latin))).toBe(act);
    expect(actOf(press(code, cyrillic))).toBe(act);
  });

  test("arrows and Enter do the same as J, K and a click", () => {
    expect(actOf(press("ArrowDown", "ArrowDown"))).toBe("next");
    expect(actOf(press("ArrowUp", "ArrowUp"))).toBe("previous");
    expect(actOf(press("Enter", "Enter"))).toBe("open");
  });

  test("the question mark is found where each layout keeps it", () => {
    expect(actOf(press("Slash", "?", { shiftKey: true }))).toBe("help");
    expect(actOf(press("Digit7", "?", { shiftKey: true }))).toBe("help");
    expect(actOf(press("Slash", ",", { shiftKey: true }))).toBe("help");
  });

  test("a key with Ctrl, ⌘ or Alt belongs to the browser, with Shift to nobody", () => {
    for (const part of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { shiftKey: true }]) {
      expect(actOf(press("KeyR", "r", part))).toBeNull();
    }
    expect(actOf(press("KeyS", "s"))).toBeNull();
    expect(actOf(press("KeyA", "A", { shiftKey: true }))).toBe("over");
  });
});

import { describe, expect, it } from "vitest";
import { dayText, length, share, sumOf } from "../settings/hours/model.ts";

const day = { day: "2026-03-10", first: "x", last: "x", worked: 3600, desk: 5400, states: { pause: 1800 }, named: { 4: 600 } };

describe("hours", () => {
  it("sums days and counts those on which a desk was open", () => {
    expect(sumOf([day, { ...day, named: { 4: 60, 5: 1 } }, { ...day, first: null, worked: 0, desk: 0, states: {}, named: {} }])).toEqual({
      worked: 7200, desk: 10_800, pause: 3600, away: 0, days: 2, named: { 4: 660, 5: 1 },
    });
  });
  it("says a length in hours and minutes, rounded to the minute", () => {
    expect([0, 59, 3599, 3600, 45_296].map(length)).toEqual(["0:00", "0:01", "1:00", "1:00", "12:35"]);
  });
  it("places a stretch within its day, cut at midnight", () => {
    const from = Date.parse("2026-03-10T00:00:00Z");
    const at = (hour: number): string => new Date(from + hour * 3_600_000).toISOString();
    expect(share({ begin: at(6), end: at(12) }, [from, from + 86_400_000])).toEqual({ left: 25, width: 25 });
    expect(share({ begin: at(-3), end: at(30) }, [from, from + 86_400_000])).toEqual({ left: 0, width: 100 });
  });
  it("names a day by this browser's clock", () => {
    expect(dayText(new Date(2026, 2, 9, 23, 59))).toBe("2026-03-09");
  });
});

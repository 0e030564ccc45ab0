/** What the visitor holds in their hands, in a few words. Only for the operator's eyes: nothing here decides anything. */

const BROWSERS: readonly [string, RegExp][] = [
  ["Yandex", /YaBrowser\/(\d+)/], ["Edge", /Edg\w*\/(\d+)/], ["Opera", /OPR\/(\d+)/], ["Samsung Internet", /SamsungBrowser\/(\d+)/],
  ["Firefox", /(?:Firefox|FxiOS)\/(\d+)/], ["Chrome", /(?:Chrome|CriOS)\/(\d+)/], ["Safari", /Version\/(\d+).*Safari/],
];
const SYSTEMS: readonly [string, RegExp][] = [
  ["Android", /Android/], ["iOS", /iPhone|iPad|iPod/], ["Windows", /Windows/], ["macOS", /Mac OS X/], ["ChromeOS", /CrOS/], ["Linux", /Linux/],
];

/** Browser and system from a user agent's text; what is not known is left out. */
export function deviceOf(agent: string): string[] {
  const browser = BROWSERS.map(([name, mark]) => [name, mark.exec(agent)?.[1]]).find(([, version]) => version !== undefined);
  const system = SYSTEMS.find(([, mark]) => mark.test(agent))?.[0];
  return [browser?.join(" "), system].filter((part) => part !== undefined);
}

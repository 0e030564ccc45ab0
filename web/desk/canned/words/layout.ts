/** The same keys under the other layout: what was typed without switching it. */
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё";

const OTHER = new Map([...LATIN].flatMap((letter, at): [string, string][] => [[letter, CYRILLIC[at] ?? ""], [CYRILLIC[at] ?? "", letter]]));

export const otherLayout = (text: string): string => Array.from(text, (letter) => OTHER.get(letter) ?? letter).join("");

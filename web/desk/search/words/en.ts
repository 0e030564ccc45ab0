import type { Words } from "../../../core/i18n.ts";

export const en = {
  "search.what": "A person, mail, phone, company, a chat’s number, words, an action",
  "search.people": "People",
  "search.talks": "Chats",
  "search.pages": "Settings",
  "search.acts": "Actions",
  "search.asking": "Searching…",
  "search.failed": "The search does not answer. Try again in a moment.",
  "search.partial": "The search took too long: something may be missing. More letters help.",
  "search.nothing": "Nothing found for “{query}”",
  "search.nothingHow": "Names may be misspelt and typed under the other keyboard layout; of messages whole words or their beginnings are found.",
  "search.hint": "↑ ↓ choose · Enter opens · Esc closes",
  "search.case": "case {no}",
  "search.count": { one: "{count} found", other: "{count} found" },
  "act.theme": "Theme: {name}",
  "act.language": "Language: {name}",
  "act.keys": "All keys",
  "act.alone": "In a window of its own",
  "act.find": "Search in the open chat",
  "act.list": "List: {name}",
} as const satisfies Words;

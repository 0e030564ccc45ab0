import type { Words } from "../../../../core/i18n.ts";

/** Something is broken for many at once. */
export const en = {
  "how": "When something is broken for many: a line in every chat window says so before people ask, chats about it carry one tag, and one update goes to all of them.",
  "loading": "Asking what goes on…", "failed": "This could not be asked for. Try again in a while.", "again": "Try again",
  "none": "Nothing is broken", "noneHow": "Declare an incident as soon as the second person asks about the same thing.",
  "begin": "Declare an incident", "name": "What is broken", "nameHint": "It is the tag of its chats as well: put it on each chat about this, or let a rule do it.",
  "banner.ru": "What visitors read, in Russian", "banner.en": "What visitors read, in English", "bannerHint": "Empty: nothing is shown in this language.",
  "same": "An incident of this name goes on already.", "wrong": "This cannot be kept: {detail}", "notDone": "Not done: the server does not answer. Try again.", "ended": "This incident is over already.",
  "since": "declared {at} by {who}", "over": "from {from} to {to}",
  "talks": { one: "{count} open chat with the tag «{tag}»", other: "{count} open chats with the tag «{tag}»" },
  "told": { one: "{count} update went out", other: "{count} updates went out" },
  "tell": "Send to all of them", "text": "Update for everybody concerned", "textHint": "It stands in each of these chats under the name of your site. It counts as nobody’s answer.",
  "end": "It is over", "endHow": "What stands above goes out as the last word, if anything does.", "sent": "On its way to all chats with the tag", "done": "Over: {name}", "empty": "Write what they shall read.",
  "past": "Before", "bar": "Incident: {name}", "barTag": "tag «{tag}»",
} as const satisfies Words;

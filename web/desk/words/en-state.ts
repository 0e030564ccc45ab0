/** What operators are doing and carry, in English. */
export const enState = {
  "state.label": "What I am doing",
  "state.available": "Available",
  "state.transfers": "Transfers only",
  "state.pause": "Pause",
  "state.away": "Away",
  "state.offline": "Offline",
  "state.comment": "A word for colleagues",
  "state.commentHint": "For example: lunch until two",
  "state.set": "Set",
  "state.talks": { one: "You hold {count} open chat", other: "You hold {count} open chats" },
  "state.keep": "keep it with me",
  "state.give": "give it back to the queue",
  "state.load": "{load} of {limit} chats",
  "state.failed": "Your state could not be changed. Try again in a moment.",
  "error.at_limit": { one: "That is {count} chat at once already, which is the limit. Resolve or hand over one first.", other: "That is {count} chats at once already, which is the limit. Resolve or hand over one first." },
  "error.not_in_team": "This colleague does not answer chats of this team.",
} as const;

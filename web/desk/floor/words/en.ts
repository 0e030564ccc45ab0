import type { Words } from "../../../core/i18n.ts";

export const en = {
  "loading": "The floor is being opened…",
  "refused": "The floor is open to leads only.",
  "back": "Back to the chats",
  "save": "Save",
  "team.none": "no team", "team.unknown": "another team",
  "channel.every": "All channels",
  "seconds": "{n} s", "minutes": "{n} min", "hours": "{h} h {m} min",
  "over": "beyond the bar", "soon": "soon at the bar",
  "more": { one: "Show {count} more", other: "Show {count} more" },
  "and": { one: "and {count} more", other: "and {count} more" },

  "figure.queue": "In the queue", "figure.oldest": "longest {time}", "figure.nobodyWaits": "nobody waits",
  "figure.first_reply": "First reply", "figure.waiting": "Waiting", "figure.hour": "of {count} in an hour · bar {bar}",
  "figure.people": "Ready", "figure.line": "{room} with room · {here} of {line} at the desk",

  "queue": "Queue", "queue.of": "Queue: {name}", "queue.empty": "empty", "queue.count": { one: "{count} · longest {time}", other: "{count} · longest {time}" },
  "queue.more": "Show more of the queue",
  "ahead": "Close to the bar", "ahead.none": "Nothing comes close.", "ahead.late": { one: "{count} beyond it", other: "{count} beyond it" },
  "ahead.in": "in {time}", "ahead.over": "+{time}",

  "people": "People", "people.none": "Nobody is at a desk.", "people.away": { one: "Not at a desk: {count}", other: "Not at a desk: {count}" },
  "offline": "Not at a desk", "load": "{load} of {limit}",

  "move.how": "Space takes the chat in hand, arrows choose where it goes, Enter puts it down, Escape leaves it.",
  "move.grabbed": "{name} is in hand. Arrows choose where it goes, Enter puts it down.", "move.cancelled": "It stays where it was.",
  "move.done": "{name} → {where}", "move.full": "{name} has as many chats as the limit allows.", "move.force": "Give it anyway",

  "bars": "Bars", "bars.how": "What is to be reached. Crossing it is shown on the floor and called out.", "bars.first_reply": "First reply, seconds", "bars.waiting": "Waiting for an answer, seconds",
  "bars.saved": "The bars are set", "bars.wrong": "1 to 86,400 seconds", "bars.failed": "The bars could not be set. Try again in a moment.",
  "alerts": "Alerts", "alerts.how": "In this browser, while the floor is open.", "alerts.late": "A chat in the queue waits beyond its bar",
  "alerts.figures": "An average of the last hour crosses its bar", "alerts.nobody": "Somebody waits and nobody is ready",
  "alert.late": "{name} waits beyond the bar", "alert.nobody": { one: "{count} waits and nobody is ready", other: "{count} wait and nobody is ready" },
  "alert.first_reply": "First reply, {channel}: {time} on average, beyond the bar", "alert.waiting": "Waiting, {channel}: {time} on average, beyond the bar",

  "big": "Big screen", "big.bar": "bar {bar}", "big.line": "{room} with room, {here} at the desk", "big.cut": "The line is cut",
  "wall.gone": "This screen is switched off", "wall.goneHow": "Its link holds no more. A lead makes a new one: Settings → Big screens.",
} as const satisfies Words;

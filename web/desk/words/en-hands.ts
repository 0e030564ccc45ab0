/** From hand to hand, and colleagues beside a talk, in English. */
export const enHands = {
  "why.only": "{fact}: nobody else had room",
  "why.load": "{fact}: the fewest chats for the limit, {load} of {limit} · {of} could",
  "why.idle": "{fact}: longest without a new chat · {of} could",
  "why.turn": "{fact}: in turn · {of} could",
  "act.over": "Take over",
  "keys.over": "take over from a colleague",
  "fact.over": "{who} took the chat over from {from}",
  "fact.youOver": "You took the chat over from {from}",
  "fact.overYou": "{who} took the chat over from you",
} as const;

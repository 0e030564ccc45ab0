/** What the clock did, in English. */
export const enClock = {
  "clock.no_reply": "{from} did not answer in time: the chat went back to the queue",
  "clock.full": "Nobody of the team had room: the chat went to the team {team} at once",
  "clock.overflow": "Nobody was free in time: the chat went to the team {team}",
  "clock.gone": "{from} is at no desk: the chat went back to the queue",
  "clock.state": "{from} is not there: the chat went back to the queue",
  "clock.promise": "{from} was to write by now and is not there: the chat went back to the queue, the promise stands",
  "clock.silent": "The visitor was silent: the chat was closed",
  "clock.late.first": "The promised time of the first answer has passed",
  "clock.late.next": "The promised time of an answer has passed",
  "clock.late.resolve": "The promised time of a solution has passed",
} as const;

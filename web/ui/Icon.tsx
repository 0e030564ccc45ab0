/** Our own line drawings, 24 × 24, strokes of 1.5 px. Always beside a label or inside a named button, so hidden from readers. */
const PATHS = {
  inbox: ["M3 13h5l1.5 3h5L16 13h5", "M5.5 5h13L21 13v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5z"],
  queue: ["M4 6h16", "M4 12h16", "M4 18h10"],
  all: ["M4 5h16v10H9l-5 4z"],
  back: ["M15 5l-7 7 7 7"],
  person: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5"],
  people: ["M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M2.5 19c.6-3.2 3.2-5 6.5-5s5.9 1.8 6.5 5", "M16 4.3a3.5 3.5 0 0 1 0 6.4", "M18 14.4c1.8.7 3 2.3 3.5 4.6"],
  go: ["M5 12h14", "M13 6l6 6-6 6"],
  send: ["M12 19V5", "M6 11l6-6 6 6"],
  down: ["M12 5v14", "M6 13l6 6 6-6"],
  more: ["M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z", "M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z", "M18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z"],
  clip: ["M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.4-8.5a3.3 3.3 0 0 1 4.8 4.7l-8.4 8.4a1.6 1.6 0 0 1-2.3-2.3l7.6-7.6"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  up: ["M12 19V5", "M6 11l6-6 6 6"],
  copy: ["M9 9h11v11H9z", "M15 9V4H4v11h5"],
  plus: ["M12 5v14", "M5 12h14"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  pick: ["M5 5h14v14H5z", "M8.5 12.2l2.5 2.5 4.7-5.2"],
  hand: ["M7 12V6.5a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V11m0-4a1.5 1.5 0 0 1 3 0v5m0-2.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-1.5a6 6 0 0 1-4.6-2.2L4 15.5a1.6 1.6 0 0 1 2.4-2.1L7 14"],
  swap: ["M4 9h15", "M15 5l4 4-4 4", "M20 17H5", "M9 13l-4 4 4 4"],
  reopen: ["M4 5v5h5", "M4.5 10a8 8 0 1 1-.4 4"],
  key: ["M4 7h16v10H4z", "M7.5 10.5h.01", "M11 10.5h.01", "M14.5 10.5h.01", "M8.5 14h7"],
  gear: ["M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M10.3 3h3.4l.5 2.6 1.9 1.1 2.5-.9 1.7 3-2 1.7v2.2l2 1.7-1.7 3-2.5-.9-1.9 1.1-.5 2.6h-3.4l-.5-2.6-1.9-1.1-2.5.9-1.7-3 2-1.7v-2.2l-2-1.7 1.7-3 2.5.9 1.9-1.1z"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M12 3v2", "M12 19v2", "M3 12h2", "M19 12h2", "M5.6 5.6L7 7", "M17 17l1.4 1.4", "M5.6 18.4L7 17", "M17 7l1.4-1.4"],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"],
  screen: ["M4 5h16v11H4z", "M9 20h6", "M12 16v4"],
  out: ["M10 4H5v16h5", "M14 8l4 4-4 4", "M18 12H9"],
  cut: ["M3 3l18 18", "M8.5 16a5 5 0 0 1 7 0", "M5 12.5a10 10 0 0 1 4.5-2.6", "M14.5 9.9A10 10 0 0 1 19 12.5", "M12 19.5h.01"],
  pencil: ["M4 20l1-4L16 5l3 3L8 19z"],
  trash: ["M5 7h14", "M10 4h4", "M7 7l1 13h8l1-13"],
  bold: ["M7 5h6a3.5 3.5 0 0 1 0 7H7z", "M7 12h7a3.5 3.5 0 0 1 0 7H7z"],
  italic: ["M10 5h7", "M7 19h7", "M14 5l-4 14"],
  code: ["M8 8l-4 4 4 4", "M16 8l4 4-4 4"],
  list: ["M9 6h11", "M9 12h11", "M9 18h11", "M4.5 6h.01", "M4.5 12h.01", "M4.5 18h.01"],
  window: ["M4 8h11v11H4z", "M9 8V5h11v11h-5"],
  find: ["M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z", "M15.5 15.5L20 20"],
  clock: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 8v4.5l3 2"],
  quick: ["M13 3L5 14h6l-1 7 8-11h-6z"],
  floor: ["M4 5h7v6H4z", "M13 5h7v10h-7z", "M4 13h7v6H4z", "M13 17h7v2h-7z"],
  grip: ["M9 6h.01", "M15 6h.01", "M9 12h.01", "M15 12h.01", "M9 18h.01", "M15 18h.01"],
  form: ["M5 4h14v16H5z", "M8.5 8.5h7", "M8.5 12h7", "M8.5 15.5h3.5"],
  phone: ["M7 3h10v18H7z", "M10.5 18h3"],
  mail: ["M3.5 6h17v12h-17z", "M4 7l8 6 8-6"],
  sms: ["M4 5h16v10H9l-5 4z", "M8 10h.01", "M12 10h.01", "M16 10h.01"],
  plane: ["M21 3L10 14", "M21 3l-7 18-4-7-7-4z"],
  note: ["M5 4h14v10l-5 6H5z", "M19 14h-5v6"],
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="ico" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
      stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"
    >
      {PATHS[name].map((d) => <path key={d} d={d} />)}
    </svg>
  );
}

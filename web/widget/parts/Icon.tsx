/** The few icons of the frame (lucide's shapes), always beside a label. */

const PATHS = {
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M18 6 6 18M6 6l12 12",
  send: "M5 12h14M12 5l7 7-7 7",
  down: "M12 5v14M19 12l-7 7-7-7",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return <Glyph path={PATHS[name]} />;
}

export function Glyph({ path }: { path: string }) {
  return (
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

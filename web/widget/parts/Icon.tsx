/** The few icons of the frame (lucide's shapes), always beside a label. */

const PATHS = {
  attach: "m21 11-8.6 8.6a5.5 5.5 0 0 1-7.8-7.8l8.6-8.6a3.7 3.7 0 0 1 5.2 5.2l-8.6 8.6a1.8 1.8 0 0 1-2.6-2.6l8-8",
  camera: "M3 8h4l2-3h6l2 3h4v11H3ZM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z",
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

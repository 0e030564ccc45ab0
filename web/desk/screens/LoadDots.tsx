/** «3 of 5» as dots; a long row becomes a number. Told in words beside it. */
export function LoadDots({ load, limit }: { load: number; limit: number }) {
  if (limit > 6) return <span class="load" aria-hidden="true">{`${load}/${limit}`}</span>;
  return <span class="load" aria-hidden="true">{Array.from({ length: Math.max(limit, load) }, (_, n) => <i key={n} data-on={n < load} data-over={n >= limit} />)}</span>;
}

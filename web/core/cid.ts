/** Ids made by this side: UUIDv7, so that they sort by the time they were made. */

let lastAt = 0;
let step = 0;

/** A new UUIDv7; ids of one page load strictly grow, also inside one millisecond and when the clock steps back. */
export function newCid(now: number = Date.now()): string {
  if (now > lastAt) {
    lastAt = now;
    step = 0;
  } else if (++step > 0xfff) {
    lastAt += 1;
    step = 0;
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = lastAt;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (step >> 8);
  bytes[7] = step & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 32 random bytes as base64url without padding (43 characters): a visitor's key. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

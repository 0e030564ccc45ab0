/** A picture made ready for a face: cut to a square from its middle and made small, so that nothing else of it leaves this browser. */

export const SIDE = 256;

/** JPEG bytes in base64. Throws when the browser cannot read the file as a picture. */
export async function faceOf(file: Blob): Promise<string> {
  const whole = await createImageBitmap(file);
  const side = Math.min(whole.width, whole.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const drawn = canvas.getContext("2d");
  if (drawn === null || side === 0) throw new Error("nothing to draw");
  drawn.fillStyle = "#fff";
  drawn.fillRect(0, 0, SIDE, SIDE);
  drawn.drawImage(whole, (whole.width - side) / 2, (whole.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  whole.close();
  return canvas.toDataURL("image/jpeg", 0.85).split(",")[1] ?? "";
}

/** Pictures before they leave: a phone's 12 megapixels become what a screen shows, without where and when they were taken. */

/** Pixels of the longer side, and bytes up to which a picture goes as it is (the server takes EXIF out of those). */
const LONGEST = 2560;
const LIGHT = 1_500_000;
const QUALITY = 0.86;

/** Of a picture (`isPicture`): a smaller one, or the same file when there is nothing to gain or this browser cannot read it (HEIC mostly). */
export async function shrink(file: File): Promise<File> {
  const heic = /\.hei[cf]$/i.test(file.name) || /hei[cf]/.test(file.type);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  try {
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && !heic && file.size <= LIGHT) return file;
    const blob = await drawn(bitmap, scale, file.type === "image/png" && scale === 1);
    if (blob === null || (blob.size >= file.size && scale === 1 && !heic)) return file;
    const ending = blob.type === "image/png" ? "png" : "jpg";
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "") || "photo"}.${ending}`, { type: blob.type });
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap, scale: number, lossless: boolean): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  if (pen === null) return Promise.resolve(null);
  if (!lossless) {
    // JPEG has no transparency: what was clear becomes white, not black.
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  }
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, lossless ? "image/png" : "image/jpeg", QUALITY));
}

// Makes photos small before they are kept: a phone's picture has several megabytes, and poor reception. What is drawn anew here also
// carries no position; the server draws it anew once more, whoever sends it.
const SIDE = 1600;
const THUMB = 240;

/** A small JPEG of a picture file, and a smaller one as text for showing it. Throws where the browser cannot read the file. */
export async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const blob = await new Promise((resolve, reject) =>
    draw(bitmap, SIDE).toBlob(made => made ? resolve(made) : reject(new Error('the picture could not be drawn')), 'image/jpeg', 0.85));
  const thumb = draw(bitmap, THUMB).toDataURL('image/jpeg', 0.7);
  bitmap.close();
  return { blob, thumb };
}

function draw(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

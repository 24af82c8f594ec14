// Reads QR codes from the camera: by the browser where it can, else by jsQR.
let library;

function loadLibrary(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve(window.jsQR);
    script.onerror = () => { library = undefined; reject(new Error('jsQR could not be loaded')); };
    document.head.append(script);
  });
  return library;
}

async function reader(libraryAddress) {
  if ('BarcodeDetector' in window && (await BarcodeDetector.getSupportedFormats().catch(() => [])).includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async video => (await detector.detect(video))[0]?.rawValue;
  }
  const read = await loadLibrary(libraryAddress);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async video => {
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    if (!canvas.width) return undefined;
    context.drawImage(video, 0, 0);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    return read(image.data, image.width, image.height, { inversionAttempts: 'dontInvert' })?.data;
  };
}

/** Starts the camera. Calls back with each code once, until it has left the picture. Returns what stops it. */
export async function scan(video, libraryAddress, found) {
  const read = await reader(libraryAddress);
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  video.srcObject = stream;
  await video.play();
  let running = true;
  let last;
  let misses = 0;
  const look = async () => {
    if (!running) return;
    try {
      const code = await read(video);
      // A badge is held before the camera for a while: it counts once until it was away for some pictures.
      misses = code ? 0 : misses + 1;
      if (misses > 5) last = undefined;
      if (code && code !== last) {
        last = code;
        found(code);
      }
    } catch { /* a picture that cannot be read: the next one */ }
    setTimeout(look, 150);
  };
  look();
  return () => {
    running = false;
    stream.getTracks().forEach(track => track.stop());
    video.srcObject = null;
  };
}

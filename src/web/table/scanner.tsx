import { useEffect, useRef, useState } from 'react';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { t } from './words.ts';

// From our own server (and the device's cache), never from the library's content network.
prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasm : path) } });

const EVERY_MS = 150;
/** A code fills the middle of the picture; a smaller picture is read faster. */
const WIDTH = 960;

/** The camera, until a code is read. Where there is none, or it is not allowed, a photo does as well. */
export function Scanner({ read, close }: { read: (text: string) => void; close: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState(false);
  const [unread, setUnread] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the camera is opened once.
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const canvas = document.createElement('canvas');
    const look = async () => {
      const { videoWidth, videoHeight } = video.current ?? { videoWidth: 0, videoHeight: 0 };
      if (videoWidth > 0) {
        canvas.width = Math.min(WIDTH, videoWidth);
        canvas.height = Math.round((canvas.width * videoHeight) / videoWidth);
        const context = canvas.getContext('2d', { willReadFrequently: true })!;
        context.drawImage(video.current!, 0, 0, canvas.width, canvas.height);
        const text = await codeIn(context.getImageData(0, 0, canvas.width, canvas.height)).catch(() => null);
        if (over) return;
        if (text !== null) {
          navigator.vibrate?.(60);
          return read(text);
        }
      }
      timer = setTimeout(look, EVERY_MS);
    };
    const start = async () => {
      try {
        const opened = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: 'environment', width: { ideal: 1280 } },
        });
        if (over) return stop(opened);
        stream = opened;
        video.current!.srcObject = opened;
        await video.current!.play();
        void look();
      } catch {
        if (!over) setTrouble(true);
      }
    };
    void start();
    return () => {
      over = true;
      clearTimeout(timer);
      if (stream !== null) stop(stream);
    };
  }, []);

  const photo = async (file: File | undefined) => {
    const text = file === undefined ? null : await codeIn(file).catch(() => null);
    if (text === null) setUnread(true);
    else read(text);
  };
  return (
    <div className="scan" role="dialog" aria-modal="true" aria-label={t('table.scan')}>
      <video ref={video} playsInline muted hidden={trouble} />
      <div>
        <p role="status">
          {unread ? t('table.photo_unread') : trouble ? t('table.no_camera') : t('table.scan_help')}
        </p>
        <label className="plain">
          {t('table.photo')}
          <input
            type="file"
            accept="image/*"
            capture="environment"
            className="only-read"
            onChange={(event) => void photo(event.target.files?.[0])}
          />
        </label>
        <button type="button" className="plain" onClick={close}>
          {t('table.close')}
        </button>
      </div>
    </div>
  );
}

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** The text of the first code in a picture; null when there is none. */
async function codeIn(picture: ImageData | Blob): Promise<string | null> {
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
  return found[0]?.text ?? null;
}

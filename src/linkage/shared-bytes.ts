/** Memory that threads share. A browser gives such memory to isolated pages only; one record at a time needs no threads. */
export const sharedBytes = (length: number): ArrayBuffer | SharedArrayBuffer =>
  typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length);

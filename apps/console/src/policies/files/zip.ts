// Several files as one: a ZIP archive whose files are stored as they are (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian fields of so many bytes. */
function fields(...pairs: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const made = new Uint8Array(pairs.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(made.buffer);
  let at = 0;
  for (const [bytes, value] of pairs) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return made;
}

/** Names are UTF-8 (bit 11); the date is the oldest one, so that the same files give the same archive. */
const utf8Names = 0x0800;
const oldest = 0x21;

function common(crc: number, size: number, name: number): (readonly [2 | 4, number])[] {
  return [
    ...([
      [2, 20],
      [2, utf8Names],
      [2, 0],
      [2, 0],
      [2, oldest],
    ] as const),
    ...([
      [4, crc],
      [4, size],
      [4, size],
      [2, name],
      [2, 0],
    ] as const),
  ];
}

/** `files` by path, `/` between folders, as an archive. At most 65,535 files, 4 GiB in all. */
export function zipOf(files: ReadonlyMap<string, string>): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const [name, bytes] = [encoder.encode(path), encoder.encode(text)];
    const shared = common(crc32(bytes), bytes.length, name.length);
    const local = fields([4, 0x04034b50], ...shared);
    directory.push(fields([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
    parts.push(local, name, bytes);
    offset += local.length + name.length + bytes.length;
  }
  const length = directory.reduce((sum, one) => sum + one.length, 0);
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.size],
    [2, files.size],
    [4, length],
    [4, offset],
    [2, 0],
  );
  const all = [...parts, ...directory, end];
  const made = new Uint8Array(all.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of all) {
    made.set(one, at);
    at += one.length;
  }
  return made;
}

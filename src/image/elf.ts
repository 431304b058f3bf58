/** What a dynamic linker reads from an ELF file. */
export interface ElfFacts {
  /** 32 or 64 */
  bits: 32 | 64;
  /** e_machine as a number: 62 is x86-64, 183 is AArch64 */
  machine: number;
  /** sonames of the libraries it needs, in order (DT_NEEDED) */
  needed: string[];
  /** folders to search first (DT_RUNPATH, else DT_RPATH), `$ORIGIN` kept as it stands */
  runpath: string[];
  soname: string | null;
  /** the program interpreter of an executable, e.g. /lib64/ld-linux-x86-64.so.2 */
  interpreter: string | null;
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const PT = { load: 1, dynamic: 2, interp: 3 };
const DT = { null: 0, needed: 1, strtab: 5, soname: 14, rpath: 15, runpath: 29 };

export function startsLikeElf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

/** Reads words of the file's own width and byte order. */
class Words {
  readonly bits: 32 | 64;
  private readonly little: boolean;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bits = bytes[4] === 2 ? 64 : 32;
    this.little = bytes[5] !== 2;
  }

  half(at: number): number {
    return this.view.getUint16(at, this.little);
  }

  word(at: number): number {
    return this.view.getUint32(at, this.little);
  }

  /** an address, offset or size: 4 or 8 bytes wide */
  native(at: number): number {
    return this.bits === 32 ? this.word(at) : Number(this.view.getBigUint64(at, this.little));
  }

  text(at: number): string {
    const end = this.bytes.indexOf(0, at);
    if (at >= this.bytes.length || end < 0) throw new RangeError('string outside the file');
    return new TextDecoder().decode(this.bytes.subarray(at, end));
  }
}

/**
 * Reads the facts from a whole ELF file, 32 or 64 bits, either byte order; null when it is none or is damaged.
 * Layout: System V ABI, chapters 4 and 5 (`man 5 elf`).
 */
export function readElf(bytes: Uint8Array): ElfFacts | null {
  if (!startsLikeElf(bytes)) return null;
  try {
    return readFacts(new Words(bytes));
  } catch (error) {
    if (error instanceof RangeError) return null; // an offset points outside the file
    throw error;
  }
}

function readFacts(file: Words): ElfFacts {
  const segments = readSegments(file);
  const dynamic = segments.find(({ type }) => type === PT.dynamic);
  const interpreter = segments.find(({ type }) => type === PT.interp);
  const tags = dynamic ? readTags(file, dynamic) : [];
  const table = tags.find(([tag]) => tag === DT.strtab)?.[1];
  const start = table === undefined ? 0 : offsetOf(table, segments);
  const strings = (wanted: number) =>
    table === undefined
      ? []
      : tags.filter(([tag]) => tag === wanted).map(([, value]) => file.text(start + value));
  const runpath = strings(DT.runpath);
  return {
    bits: file.bits,
    machine: file.half(18),
    needed: strings(DT.needed),
    runpath: (runpath.length > 0 ? runpath : strings(DT.rpath)).flatMap((list) =>
      list.split(':').filter((folder) => folder !== ''),
    ),
    soname: strings(DT.soname)[0] ?? null,
    interpreter: interpreter ? file.text(interpreter.offset) : null,
  };
}

function readSegments(file: Words): Segment[] {
  const wide = file.bits === 64;
  const start = file.native(wide ? 32 : 28);
  const size = file.half(wide ? 54 : 42);
  const count = file.half(wide ? 56 : 44);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: file.word(at),
      offset: file.native(at + (wide ? 8 : 4)),
      address: file.native(at + (wide ? 16 : 8)),
      size: file.native(at + (wide ? 32 : 16)),
    };
  });
}

function readTags(file: Words, { offset, size }: Segment): [tag: number, value: number][] {
  const width = file.bits / 8;
  const tags: [number, number][] = [];
  for (let at = offset; at + 2 * width <= offset + size; at += 2 * width) {
    const tag = file.native(at);
    if (tag === DT.null) break;
    tags.push([tag, file.native(at + width)]);
  }
  return tags;
}

/** The place in the file of what is loaded at an address. */
function offsetOf(address: number, segments: readonly Segment[]): number {
  const segment = segments.find(
    (s) => s.type === PT.load && address >= s.address && address < s.address + s.size,
  );
  return segment ? address - segment.address + segment.offset : address;
}

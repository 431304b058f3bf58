import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeElf } from '../../test/unit/image/make-archive.ts';
import { readElf } from './elf.ts';

describe('readElf', () => {
  for (const bits of [32, 64] as const)
    for (const bigEndian of [false, true])
      it(`reads ${bits} bits, ${bigEndian ? 'big' : 'little'} endian`, () => {
        const elf = makeElf({
          bits,
          bigEndian,
          machine: 183,
          needed: ['libpq.so.5', 'libc.so.6'],
          runpath: '$ORIGIN/../lib:/opt/lib',
          soname: 'libx.so.1',
        });
        expect(readElf(elf)).toEqual({
          bits,
          machine: 183,
          needed: ['libpq.so.5', 'libc.so.6'],
          runpath: ['$ORIGIN/../lib', '/opt/lib'],
          soname: 'libx.so.1',
          interpreter: null,
        });
      });

  it('takes DT_RPATH only where there is no DT_RUNPATH', () => {
    expect(readElf(makeElf({ rpath: '/old' }))?.runpath).toEqual(['/old']);
    expect(readElf(makeElf({ rpath: '/old', runpath: '/new' }))?.runpath).toEqual(['/new']);
  });

  it('never throws on damaged bytes', () => {
    const whole = makeElf({ needed: ['libc.so.6'], soname: 'x' });
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (cut, at, byte) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = byte;
        const facts = readElf(bytes.subarray(0, cut));
        expect(facts === null || Array.isArray(facts.needed)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(readElf(whole.subarray(0, 600))).toBeNull();
    expect(readElf(new Uint8Array(0))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { portOf } from './ports.ts';

describe('portOf', () => {
  it.each([
    ['80', null, null, 80],
    [8080, null, null, 8080],
    ['8080:80', null, 8080, 80],
    ['8000-8010:80-90', null, 8000, 80],
    ['127.0.0.1:8080:80/udp', '127.0.0.1', 8080, 80],
    ['127.0.0.1::80', '127.0.0.1', null, 80],
    ['[::1]:8080:80', '::1', 8080, 80],
    ['::1:8080:80', '::1', 8080, 80],
    ['${PORT:-8080}:80', null, 8080, 80],
    ['${PORT}:80', null, null, 80],
    ['${PORT:?a:b}:80', null, null, 80],
    ['${ADDRESS:-127.0.0.1}:${PORT:-${OTHER:-8080}}:80', '127.0.0.1', 8080, 80],
    [{ target: 80, published: '8080', host_ip: '::1' }, '::1', 8080, 80],
    [{ target: 80, published: '127.0.0.1:8080' }, '127.0.0.1', 8080, 80],
    [{ target: 80 }, null, null, 80],
  ])('reads %j', (entry, address, published, target) => {
    const port = portOf(entry, 0);
    expect(port?.address).toBe(address);
    expect(port?.published?.first ?? null).toBe(published);
    expect(port?.target?.first).toBe(target);
  });

  it.each([[''], [null], [[]]])('is silent about %j', (entry) => {
    expect(portOf(entry, 0)).toBeNull();
  });

  it('knows ports that a variable decides from those that the engine chooses', () => {
    expect(portOf('${PORT}:80', 0)?.isFixed).toBe(true);
    expect(portOf('80', 0)?.isFixed).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { parseListening } from './container-proc.ts';

// Read from a container in a user-defined network; the two v6 rows are gunicorn on [::] and a v4-mapped loopback.
const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 27343 1 0 100 0 0 10 0
   1: 0B00007F:9487 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 555 1 0 100 0 0 10 0
   2: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 556 1 0 100 0 0 10 0
   3: 020011AC:9C40 030011AC:1F90 01 00000000:00000000 00:00000000 00000000     0        0 557 1 0 100 0 0 10 0
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
   1: 0000000000000000FFFF00000100007F:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
   2: 00000000000000000000000001000000:1F40 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000
`;

test('reads the listening ports of both tables, without Docker’s name server and open connections', () => {
  expect(parseListening(TABLE)).toEqual([
    { port: 80, loopbackOnly: false },
    { port: 81, loopbackOnly: true },
    { port: 3306, loopbackOnly: true },
    { port: 8000, loopbackOnly: false },
  ]);
});

import { networkOf, plainAddress } from '../../src/listen/network.ts';

describe('what one customer of a network provider holds', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0db8:0:0:1:2:3:4', '2001:db8:0:0'],
    ['2001:DB8:0:0:ffff::', '2001:db8:0:0'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['not an address', 'not an address'],
  ])('of %s: %s', (address, network) => expect(networkOf(address)).toBe(network));
});

it.each([
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['192.0.2.7', '192.0.2.7'],
  ['::1', '::1'],
  ['2001:db8::ffff:192.0.2.7', '2001:db8::ffff:192.0.2.7'],
])('%s is plainly %s', (address, plain) => expect(plainAddress(address)).toBe(plain));

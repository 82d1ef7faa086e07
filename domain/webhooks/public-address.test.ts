import { describe, expect, it } from '@jest/globals';
import { findUrlFault } from './endpoint-url.js';
import { mayReceiveWebhooks } from './public-address.js';

const publicAddresses = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'];

const otherAddresses = [
  ['this network', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['shared by a carrier', '100.64.0.1'],
  ['metadata of a cloud, in shared space', '100.100.100.200'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['metadata of a cloud, link-local', '169.254.169.254'],
  ['metadata of a cloud, for protocols', '192.0.0.192'],
  ['host agent of a cloud', '168.63.129.16'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['benchmarks', '198.18.0.1'],
  ['relay', '192.88.99.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['IPv4-compatible loopback', '::127.0.0.1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback', '::ffff:7f00:1'],
  ['mapped private', '::ffff:10.0.0.1'],
  ['mapped metadata', '::ffff:169.254.169.254'],
  ['translated', '::ffff:0:10.0.0.1'],
  ['NAT64 of loopback', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['6to4 of a private one', '2002:a00:1::'],
  ['Teredo', '2001::1'],
  ['unique local', 'fc00::1'],
  ['metadata of a cloud, unique local', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['discard', '100::1'],
  ['not assigned', '4000::1'],
  ['octal', '0177.0.0.1'],
  ['decimal', '2130706433'],
  ['hexadecimal', '0x7f.0.0.1'],
  ['short', '127.1'],
  ['no address', 'example.org'],
  ['nothing', ''],
] as const;

describe('an address that a webhook may be sent to', () => {
  it.each(publicAddresses)('is a public one: %s', (address) => {
    expect(mayReceiveWebhooks(address, 'public')).toBe(true);
  });

  it.each(otherAddresses)('is none that is %s: %s (X3)', (_what, address) => {
    expect(mayReceiveWebhooks(address, 'public')).toBe(false);
  });

  it('is this machine in development, and still nothing else', () => {
    const allowed = otherAddresses.filter(([, address]) =>
      mayReceiveWebhooks(address, 'public-and-loopback'),
    );
    expect(allowed.map(([, address]) => address)).toEqual([
      '127.0.0.1',
      '127.255.255.254',
      '::1',
      '::127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
    ]);
  });
});

describe('the URL of an endpoint', () => {
  it.each([
    'https://hooks.example.org/beistand?tenant=7',
    'https://hooks.example.org:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('may be %s', (url) => {
    expect(findUrlFault(url, 'public')).toBeUndefined();
  });

  it.each([
    ['http://hooks.example.org/', 'must begin with https://'],
    ['ftp://hooks.example.org/', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['/beistand', /complete address/],
    ['https://', /complete address/],
    ['https://user:secret@hooks.example.org/', /user name/],
    ['https://user@hooks.example.org/', /user name/],
    ['https://hooks.example.org/#part', /fragment/],
    ['https://127.0.0.1/', /public/],
    ['https://2130706433/', /public/],
    ['https://0x7f000001/', /public/],
    ['https://0177.0.0.1/', /public/],
    ['https://127.1/', /public/],
    ['https://①②⑦.⓪.⓪.①/', /public/],
    ['https://169.254.169.254/latest/meta-data', /public/],
    ['https://[::1]/', /public/],
    ['https://[::ffff:127.0.0.1]/', /public/],
    ['https://[::ffff:a9fe:a9fe]/', /public/],
    ['https://[fd00:ec2::254]/', /public/],
  ])('may not be %s', (url, fault) => {
    expect(findUrlFault(url, 'public')).toMatch(fault);
  });

  it('may be of this machine and without TLS in development, and of no private network', () => {
    expect(findUrlFault('http://127.0.0.1:3000/', 'public-and-loopback')).toBeUndefined();
    expect(findUrlFault('http://10.0.0.1/', 'public-and-loopback')).toMatch('public');
  });
});

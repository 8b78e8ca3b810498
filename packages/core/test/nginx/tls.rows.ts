import type { Row } from '../../../../test/support/nginx-rows.ts';

const CERT = 'ssl_certificate c.pem; ssl_certificate_key c.pem;';
const http = (text: string): string => `events {}\nhttp {\n${text}\n}`;
const stream = (text: string): string => `events {}\nstream {\n${text}\n}`;
const mail = (text: string): string => `events {}\nmail { auth_http 127.0.0.1:9000/auth;\n${text}\n}`;
const server = (text: string): string => http(`server {\n listen 8443 ssl; ${CERT}\n ${text}\n}`);
const location = (text: string): string => http(`server { listen 8080; location / {\n ${text}\n} }`);
const streamed = (text: string): string => stream(`server { listen 8080; proxy_pass 127.0.0.1:1;\n ${text}\n}`);
const mailed = (text: string): string => mail(`server { protocol imap; listen 8143;\n ${text}\n}`);

const noCertificate = (mode: string): string => `no "ssl_certificate" is defined for the "${mode}" directive`;
const NO_CERTIFICATE = noCertificate('listen ... ssl');
const noKey = (certificate = 'c.pem', name = 'ssl_certificate'): string =>
  `no "${name}_key" is defined for certificate "${certificate}"`;
const list = (text: string, why: string): string => `SSL_CTX_set_cipher_list("${text}") failed (SSL: error:${why})`;
const noMatch = (text: string): string => list(text, '0A0000B9:SSL routines::no cipher match');
const unreadable = (text: string): string => list(text, '0A000118:SSL routines::invalid command');
const group = (text: string, name = text): string =>
  `SSL_CTX_set1_curves_list("${text}") failed (SSL: error:0A080106:SSL routines::passed invalid argument:group '${name}' cannot be set)`;
const command = (name: string, value: string, why: string): string =>
  `SSL_CONF_cmd("${name}", "${value}") failed (SSL: error:${why})`;

export const BOTH: readonly Row[] = [
  // Listeners
  ['', http('server { listen 8443 ssl; }'), NO_CERTIFICATE],
  ['', http(`${CERT} server { listen 8443 ssl; }`), null],
  ['', http('server { listen 8443 ssl; ssl_reject_handshake on; }'), null],
  ['', http('server { listen 8443 ssl; ssl_reject_handshake off; }'), NO_CERTIFICATE],
  ['', http(`server { listen 8443 ssl; ${CERT} }\nserver { listen 8443; server_name a; }`), null],
  ['', http(`server { listen 8443; server_name a; }\nserver { listen 8443 ssl; ${CERT} }`), NO_CERTIFICATE],
  ['', http(`server { listen 8443; server_name a; }\nserver { listen 8443 ssl default_server; ${CERT} }`), null],
  [
    '',
    http('server { listen 8443 ssl; ssl_reject_handshake on; }\nserver { listen 8443; server_name a; }'),
    NO_CERTIFICATE,
  ],
  ['', http('server { listen 8443 ssl; listen 8444; }'), NO_CERTIFICATE],
  ['', http('server { listen 127.0.0.1:8443; server_name a; }\nserver { listen 8443 ssl;\n }'), NO_CERTIFICATE],
  ['', stream('server { listen 8443 ssl; return x; }'), NO_CERTIFICATE],
  ['', stream(`server { listen 8443 ssl; ${CERT} return x; }`), null],
  ['', stream(`${CERT} server { listen 8443 ssl; return x; }`), null],
  ['', mail('server { protocol imap; listen 8143 ssl; }'), NO_CERTIFICATE],
  ['', mail('server { protocol imap;\n listen 8143 ssl;\n listen 8144 ssl; }'), NO_CERTIFICATE],
  ['', mailed('starttls on;'), noCertificate('starttls')],
  ['', mail('starttls only;\nserver { protocol imap; listen 8143; }'), noCertificate('starttls')],
  ['', mailed('starttls off;'), null],
  ['', mailed(`starttls on; ${CERT}`), null],
  ['', mailed('ssl_certificate c.pem;'), null],
  [
    '',
    mailed('starttls on; ssl_certificate c.pem;'),
    'no "ssl_certificate_key" is defined for the "starttls" directive',
  ],
  [
    '',
    mailed(`starttls on; ${CERT} ssl_certificate d.pem;`),
    'no "ssl_certificate_key" is defined for certificate "d.pem" and the "starttls" directive',
  ],
  // Keys
  ['', http('server { listen 8080; ssl_certificate c.pem; }'), noKey()],
  ['', http('server { listen 8080; ssl_certificate_key c.pem; }'), null],
  ['', http('ssl_certificate c.pem;'), null],
  ['', http('ssl_certificate_key c.pem; server { listen 8080; ssl_certificate c.pem; }'), null],
  ['', http(`server { listen 8080; ${CERT} ssl_certificate d.pem; }`), noKey('d.pem')],
  ['', http('server { listen 8080; ssl_certificate $host.pem; }'), noKey('$host.pem')],
  // Verification
  ['', server('ssl_verify_client optional_no_ca;'), null],
  ['', server('ssl_verify_client off;'), null],
  ['', server('ssl_verify_client on; ssl_client_certificate c.pem;'), null],
  ['', http('server { listen 8080; ssl_verify_client on; }'), null],
  [
    '',
    server('ssl_ocsp on; ssl_verify_client optional_no_ca;'),
    '"ssl_ocsp" is incompatible with "ssl_verify_client optional_no_ca"',
  ],
  [
    '',
    server('ssl_ocsp on; ssl_verify_client on; ssl_client_certificate c.pem; ssl_ocsp_responder https://127.0.0.1/;'),
    'invalid URL prefix in OCSP responder "https://127.0.0.1/" in "ssl_ocsp_responder"',
  ],
  // Ciphers
  ['', server('ssl_ciphers HIGH:!aNULL:!MD5;'), null],
  ['', server('ssl_ciphers NOPE;'), noMatch('NOPE')],
  ['', server('ssl_ciphers NOPE:HIGH;'), null],
  ['', server('ssl_ciphers "";'), noMatch('')],
  ['', server('ssl_ciphers !ALL;'), noMatch('!ALL')],
  ['', server('ssl_ciphers ecdhe-rsa-aes128-gcm-sha256;'), noMatch('ecdhe-rsa-aes128-gcm-sha256')],
  ['', server('ssl_ciphers TLS_AES_128_GCM_SHA256;'), noMatch('TLS_AES_128_GCM_SHA256')],
  ['', server('ssl_ciphers HIGH:@FOO;'), unreadable('HIGH:@FOO')],
  ['', server('ssl_ciphers HIGH:@SECLEVEL=9;'), unreadable('HIGH:@SECLEVEL=9')],
  ['', server('ssl_ciphers DEFAULT@SECLEVEL=1;'), null],
  ['', server('ssl_ciphers “HIGH”;'), unreadable('“HIGH”')],
  ['', server('ssl_ciphers HIGH–aNULL;'), unreadable('HIGH–aNULL')],
  ['', server('ssl_ciphers NOPE–aNULL:HIGH;'), null],
  ['', server('ssl_ciphers HIGH:!;'), unreadable('HIGH:!')],
  ['', server("ssl_ciphers 'HIGH:! aNULL';"), unreadable('HIGH:! aNULL')],
  ['', server('ssl_ciphers HIGH:+;'), unreadable('HIGH:+')],
  ['', server('ssl_ciphers AES*;'), unreadable('AES*')],
  ['', server('ssl_ciphers AES+;'), unreadable('AES+')],
  ['', server('ssl_ciphers NOPE+;'), noMatch('NOPE+')],
  ['', server('ssl_ciphers NOPE+AES;'), noMatch('NOPE+AES')],
  ['', server('ssl_ciphers ECDHE+AESGCM:EDH+aRSA;'), null],
  ['', server("ssl_ciphers 'HIGH, MD5 FOO;AES';"), null],
  ['', server('ssl_ciphers HIGH:$x;'), unreadable('HIGH:$x')],
  ['', http('ssl_ciphers NOPE; server { listen 8080; }'), null],
  ['', http(`ssl_ciphers NOPE; server { listen 8080; ${CERT} }`), noMatch('NOPE')],
  ['', http('server { listen 8080; ssl_reject_handshake on; ssl_ciphers NOPE; }'), noMatch('NOPE')],
  ['', mailed(`starttls on; ${CERT} ssl_ciphers NOPE;`), noMatch('NOPE')],
  ['', mailed(`${CERT} ssl_ciphers NOPE;`), null],
  ['', stream(`server { listen 8443 ssl; ${CERT} ssl_ciphers NOPE; return x; }`), noMatch('NOPE')],
  ['http, server', 'listen 8443 ssl;\nssl_ciphers HIGH–aNULL;', unreadable('HIGH–aNULL')],
  ['http, server', 'listen 8443;\nssl_ciphers HIGH–aNULL;', null],
  ['http', 'server { listen 8443 ssl; ssl_ecdh_curve nope; }', group('nope')],
  // Groups
  ['', server('ssl_ecdh_curve auto;'), null],
  ['', server('ssl_ecdh_curve X25519:P-256:secp384r1;'), null],
  ['', server('ssl_ecdh_curve nope;'), group('nope')],
  ['', server('ssl_ecdh_curve X25519:secp521r2;'), group('X25519:secp521r2', 'secp521r2')],
  ['', server('ssl_ecdh_curve AUTO;'), group('AUTO')],
  ['', server('ssl_ecdh_curve auto:X25519;'), group('auto:X25519', 'auto')],
  ['', server('ssl_ecdh_curve X25519,P-256;'), group('X25519,P-256')],
  // Commands
  ['', server('ssl_conf_command options KTLS;'), null],
  ['', server('ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;'), null],
  ['', server('ssl_conf_command MinProtocol TLSv1.2;'), null],
  ['', server('ssl_conf_command Foo bar;'), command('Foo', 'bar', '0A000182:SSL routines::unknown cmd name:cmd=Foo')],
  [
    '',
    server('ssl_conf_command MinProtocol tlsv1.2;'),
    command('MinProtocol', 'tlsv1.2', '0A000180:SSL routines::bad value:cmd=MinProtocol, value=tlsv1.2'),
  ],
  // Caches
  ['http', 'ssl_session_cache shared:SSL:10m builtin:1000;', null],
  ['http', 'ssl_session_cache off;', null],
  ['http', 'ssl_session_cache none builtin;', null],
  ['http', 'ssl_session_cache on;', 'invalid session cache "on"'],
  ['http', 'ssl_session_cache shared;', 'invalid session cache "shared"'],
  ['http', 'ssl_session_cache shared:;', 'invalid session cache "shared:"'],
  ['http', 'ssl_session_cache shared::1m;', 'invalid session cache "shared::1m"'],
  ['http', 'ssl_session_cache shared:SSL:;', 'invalid session cache "shared:SSL:"'],
  ['http', 'ssl_session_cache shared:SSL:1g;', 'invalid session cache "shared:SSL:1g"'],
  ['http', 'ssl_session_cache shared:SSL:31k;', 'session cache "shared:SSL:31k" is too small'],
  ['http', 'ssl_session_cache shared:SSL:32k;', null],
  ['http', 'ssl_session_cache\n builtin:;', 'invalid session cache "builtin:"'],
  ['http', 'ssl_session_cache builtin:x;', 'invalid session cache "builtin:x"'],
  ['stream', 'ssl_session_cache on;', 'invalid session cache "on"'],
  ['mail', 'ssl_session_cache on;', 'invalid session cache "on"'],
  ['http', 'ssl_ocsp_cache off;', null],
  ['http', 'ssl_ocsp_cache shared:OCSP:10m;', null],
  ['http', 'ssl_ocsp_cache on;', 'invalid OCSP cache "on"'],
  ['http', 'ssl_ocsp_cache shared:OCSP:1k;', 'OCSP cache "shared:OCSP:1k" is too small'],
  ['stream', `ssl_alpn ${'x'.repeat(255)};`, null],
  ['stream', `ssl_alpn ${'x'.repeat(256)};`, '"ssl_alpn" directive protocol too long'],
  // Protocols
  ['http', 'ssl_protocols TLSv1.2 TLSv1.3;', null],
  ['http', 'ssl_protocols TLSv1.4;', 'invalid value "TLSv1.4"'],
  ['http', 'ssl_protocols tlsv1.2;', null],
  ['http', 'ssl_verify_client yes;', 'invalid value "yes"'],
  // Upstreams
  [
    '',
    location('proxy_pass https://127.0.0.1; proxy_ssl_verify on;'),
    'no proxy_ssl_trusted_certificate for proxy_ssl_verify',
  ],
  ['', location('proxy_pass https://127.0.0.1; proxy_ssl_verify on; proxy_ssl_trusted_certificate c.pem;'), null],
  ['', location('proxy_pass http://127.0.0.1; proxy_ssl_verify on;'), null],
  [
    '',
    location('proxy_pass http://$host; proxy_ssl_verify on;'),
    'no proxy_ssl_trusted_certificate for proxy_ssl_verify',
  ],
  ['', location('proxy_pass https://127.0.0.1; proxy_ssl_certificate c.pem;'), noKey('c.pem', 'proxy_ssl_certificate')],
  ['', location('proxy_pass https://127.0.0.1; proxy_ssl_ciphers NOPE;'), noMatch('NOPE')],
  ['', location('proxy_pass http://127.0.0.1; proxy_ssl_ciphers NOPE;'), null],
  [
    '',
    location('grpc_pass grpcs://127.0.0.1:1; grpc_ssl_verify on;'),
    'no grpc_ssl_trusted_certificate for grpc_ssl_verify',
  ],
  ['', location('grpc_pass grpc://127.0.0.1:1; grpc_ssl_verify on;'), null],
  [
    '',
    location('uwsgi_pass suwsgi://127.0.0.1:1; uwsgi_ssl_certificate c.pem;'),
    noKey('c.pem', 'uwsgi_ssl_certificate'),
  ],
  [
    '',
    http('proxy_ssl_verify on; server { listen 8080; location / { proxy_pass HTTPS://127.0.0.1; } }'),
    'no proxy_ssl_trusted_certificate for proxy_ssl_verify',
  ],
  [
    '',
    location('proxy_pass https://127.0.0.1; proxy_ssl_conf_command Foo x;'),
    command('Foo', 'x', '0A000182:SSL routines::unknown cmd name:cmd=Foo'),
  ],
  ['', streamed('proxy_ssl on; proxy_ssl_verify on;'), 'no proxy_ssl_trusted_certificate for proxy_ssl_verify'],
  ['', streamed('proxy_ssl off; proxy_ssl_verify on;'), null],
  ['', streamed('proxy_ssl on; proxy_ssl_certificate c.pem;'), noKey('c.pem', 'proxy_ssl_certificate')],
];

export const OLD: readonly Row[] = [
  ['', server('ssl_verify_client on;'), 'no ssl_client_certificate for ssl_verify_client'],
  [
    '',
    server('ssl_verify_client on; ssl_trusted_certificate c.pem;'),
    'no ssl_client_certificate for ssl_verify_client',
  ],
  [
    '',
    stream('server { listen 8443 ssl; ssl_certificate c.pem; return x; }'),
    'no "ssl_certificate_key" is defined for the "listen ... ssl" directive',
  ],
  ['', stream('server { listen 8443; ssl_certificate c.pem; return x; }'), null],
  ['', stream(`server { listen 8443; ${CERT} ssl_ciphers NOPE; return x; }`), null],
  ['', location('proxy_pass https://127.0.0.1; proxy_ssl_certificate "";'), noKey('', 'proxy_ssl_certificate')],
];

export const NEW: readonly Row[] = [
  ['', server('ssl_verify_client on;'), 'no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client'],
  ['', server('ssl_verify_client on; ssl_trusted_certificate c.pem;'), null],
  [
    '',
    mailed(`starttls on; ${CERT} ssl_verify_client on;`),
    'no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client',
  ],
  ['', http('server { listen 8443 quic; }'), noCertificate('listen ... quic')],
  ['', http(`server { listen 8443 quic; ${CERT} }`), null],
  [
    '',
    http(`server { listen 8443 quic; ${CERT} ssl_protocols TLSv1.2; }`),
    '"ssl_protocols" must enable TLSv1.3 for the "listen ... quic" directive',
  ],
  ['', stream('server { listen 8443 ssl; ssl_certificate c.pem; return x; }'), noKey()],
  ['', stream('server { listen 8443; ssl_certificate c.pem; return x; }'), noKey()],
  ['', stream('server { listen 8443 ssl; ssl_reject_handshake on; return x; }'), null],
  ['', stream(`server { listen 8443; ${CERT} ssl_ciphers NOPE; return x; }`), noMatch('NOPE')],
  ['', location('proxy_pass https://127.0.0.1; proxy_ssl_certificate "";'), null],
  ['http', 'ssl_certificate_cache max=10 inactive=20s valid=1m;', null],
  ['http', 'ssl_certificate_cache off;', null],
  ['http', 'ssl_certificate_cache max=0;', 'invalid parameter "max=0"'],
  ['http', 'ssl_certificate_cache inactive=1s;', '"ssl_certificate_cache" must have the "max" parameter'],
  ['http', 'proxy_ssl_certificate_cache inactive=1s;', '"proxy_ssl_certificate_cache" must have the "max" parameter'],
  ['stream', 'ssl_certificate_cache foo;', 'invalid parameter "foo"'],
];

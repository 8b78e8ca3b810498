import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { recognise } from '../src/recognise-nginx.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

const NGINX: Readonly<Record<string, string>> = {
  'a server': 'server {\n    listen 80;\n    server_name a.example;\n    root /srv/a;\n}\n',
  'comments first': '##\n# You should look at the following URLs\n##\n\nserver {\n\tlisten 80 default_server;\n}\n',
  'one line': 'proxy_set_header Host $host;\n',
  'a snippet': 'ssl_protocols TLSv1.2 TLSv1.3;\nssl_session_cache shared:tls:10m;\n',
  'an upstream': 'upstream php {\n  server unix:/run/php/php-fpm.sock;\n}\n',
  'a map': 'map $http_upgrade $connection_upgrade {\n  default upgrade;\n  "" close;\n}\n',
  'brace on its own line': 'server\n{\n  listen 80;\n  location /\n  {\n    return 204;\n  }\n}\n',
  'html in a string': "location / {\n  default_type text/html;\n  return 200 '<p>\n<b>a</b>\n';\n}\n",
  lua: 'location / {\n  content_by_lua_block {\n    local a = 1\n    ngx.say(a)\n  }\n}\n',
};

const OTHER: Readonly<Record<string, string>> = {
  'apache virtual host': '<VirtualHost *:80>\n  ServerName a.example\n  DocumentRoot /var/www\n</VirtualHost>\n',
  'apache modules': '# x\nLoadModule ssl_module modules/mod_ssl.so\nListen 443 https\nSSLProtocol all -SSLv3\n',
  'apache directory': 'Alias /doc /usr/share/doc\n<Directory /usr/share/doc>\n  Require local\n</Directory>\n',
  systemd: '[Unit]\nDescription=A\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/a\n',
  supervisord: '[program:nginx]\ncommand=nginx -g "daemon off;"\nautostart=true\n',
  'php-fpm': '; pool\n[www]\nuser = www-data\nlisten = /run/php/php-fpm.sock\npm = dynamic\npm.max_children = 5\n',
  haproxy:
    'global\n  daemon\n  maxconn 256\ndefaults\n  mode http\nfrontend http-in\n  bind *:80\n  default_backend web\n',
  logrotate: '/var/log/nginx/*.log {\n  daily\n  missingok\n  rotate 14\n  compress\n  create 0640 www-data adm\n}\n',
  sysctl: 'net.ipv4.ip_forward = 1\nvm.swappiness = 10\n',
  sshd: 'Port 22\nPermitRootLogin no\nPasswordAuthentication no\nSubsystem sftp /usr/lib/openssh/sftp-server\n',
  lighttpd: 'server.modules = ( "mod_access" )\nserver.document-root = "/var/www"\nserver.port = 80\n',
  redis: 'bind 127.0.0.1\nport 6379\nsave 900 1\nappendonly no\ndir /var/lib/redis\n',
  postgres: "listen_addresses = '*'\nport = 5432\nmax_connections = 100\n",
  rsyslog:
    'module(load="imuxsock")\n$FileOwner syslog\nauth,authpriv.* /var/log/auth.log\n*.* -/var/log/syslog\nkern.* -/var/log/kern.log\n',
  dovecot: 'protocols = imap lmtp\nservice imap-login {\n  inet_listener imap {\n    port = 143\n  }\n}\n',
  keepalived:
    'vrrp_instance VI_1 {\n  state MASTER\n  interface eth0\n  priority 100\n  virtual_ipaddress {\n    10.0.0.1\n  }\n}\n',
};

/** Statements with `;` and braces that are no nginx: left alone, unless a tree of nginx includes them. */
const UNKNOWN: Readonly<Record<string, string>> = {
  empty: '',
  comments: '# nothing yet\n',
  bind: 'options {\n  directory "/var/cache/bind";\n  recursion yes;\n};\nzone "a.example" {\n  type master;\n  file "a.db";\n};\n',
  dhcpd: 'option domain-name "a.example";\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n  range 10.0.0.10 10.0.0.20;\n}\n',
  'entries of a map': 'a.example  /srv/a;\nb.example  /srv/b;\n',
};

describe('a text', () => {
  it.each(Object.entries(NGINX))('is nginx: %s', (_, text) => expect(recognise(text)).toBe('nginx'));
  it.each(Object.entries(OTHER))('is of another program: %s', (_, text) => expect(recognise(text)).toBe('other'));
  it.each(Object.entries(UNKNOWN))('says nothing: %s', (_, text) => expect(recognise(text)).toBe('unknown'));

  it('of a site is nginx', () => {
    for (const folder of ['playground', 'clean'])
      for (const name of readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })) {
        const path = join(FIXTURES, folder, name);
        if (name.endsWith('.conf') && statSync(path).isFile())
          expect([name, recognise(readFileSync(path, 'utf8'))]).toEqual([name, 'nginx']);
      }
  });
});

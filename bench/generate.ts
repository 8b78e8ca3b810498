/** A configuration of about `bytes` bytes that nginx accepts and that looks like what people write. */
export function configuration(bytes: number): string {
  const parts = ['events { worker_connections 1024; }\n\nhttp {\n    server_names_hash_max_size 65536;\n'];
  let length = parts[0]?.length ?? 0;
  for (let number = 0; length < bytes - 4; number++) {
    const part = server(number);
    parts.push(part);
    length += part.length;
  }
  return `${parts.join('')}}\n`;
}

/** A file of about `bytes` bytes to be included in `http`; `piece` tells its names from those of other files. */
export function pieceOfSite(piece: number, bytes: number): string {
  const parts: string[] = [];
  for (let length = 0, number = piece * 1_000; length < bytes; number++) {
    const part = server(number);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

function server(number: number): string {
  const name = `site${number}.example.com`;
  return `
    # ${name}
    upstream app${number} {
        server 127.0.0.1:${8000 + (number % 1000)} max_fails=2 fail_timeout=15s;
        server 127.0.0.2:${8000 + (number % 1000)} max_fails=2 fail_timeout=15s;
    }

    server {
        listen 8080;
        server_name ${name} www.${name};
        root /srv/www/${name};
        index index.html index.htm;

        location / {
            try_files $uri $uri/ =404;
        }

        location /api/ {
            proxy_set_header Host              $host;
            proxy_set_header X-Forwarded-For   $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_pass http://app${number};
        }

        location ~* "\\.(?:css|js|png|jpe?g)$" {
            expires 30d;
            add_header Cache-Control "public, immutable";
        }
    }
`;
}

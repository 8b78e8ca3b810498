// Written by `npm run gen` from packages/core/data; do not edit.

/** Directives of NGINX Plus and of third-party modules that are called as some of nginx. One JSON object a line. */
export const namesakeDirectiveRows = (): string => `{"name":"status","module":"ngx_http_status_module","source":"plus","contexts":["location"],"args":{"min":1,"max":null,"flag":false},"syntax":["status;"],"removed":"1.13.10"}
{"name":"resolver","module":"ngx_mgmt_module","source":"plus","contexts":["mgmt"],"args":{"min":1,"max":null,"flag":false},"syntax":["resolver address ... [valid=time] [ipv4=on|off] [ipv6=on|off] [status_zone=zone];"],"inheritance":"single"}
{"name":"ssl","module":"ngx_mgmt_module","source":"plus","contexts":["mgmt"],"args":{"min":1,"max":1,"flag":true},"valueKinds":[{"kind":"flag"}],"undocumented":true}
{"name":"ssl_crl","module":"ngx_mgmt_module","source":"plus","contexts":["mgmt"],"args":{"min":1,"max":1,"flag":false},"syntax":["ssl_crl file;"],"inheritance":"single"}
{"name":"ssl_trusted_certificate","module":"ngx_mgmt_module","source":"plus","contexts":["mgmt"],"args":{"min":1,"max":1,"flag":false},"syntax":["ssl_trusted_certificate file;"],"default":"system CA bundle","inheritance":"single"}
{"name":"ssl_trusted_certificate","module":"ngx_http_acme_module","source":"third-party:acme","contexts":["acme_issuer"],"args":{"min":1,"max":1,"flag":false},"syntax":["ssl_trusted_certificate file;"],"repeatable":false,"onRepeat":"error","inheritance":"single","valueKinds":[{"kind":"string"}]}
{"name":"allow","module":"ngx_rtmp_access_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server","rtmp.application"],"args":{"min":1,"max":2,"flag":false}}
{"name":"deny","module":"ngx_rtmp_access_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server","rtmp.application"],"args":{"min":1,"max":2,"flag":false}}
{"name":"listen","module":"ngx_rtmp_core_module","source":"third-party:rtmp","contexts":["rtmp.server"],"args":{"min":1,"max":2,"flag":false},"inheritance":"single"}
{"name":"server","module":"ngx_rtmp_core_module","source":"third-party:rtmp","contexts":["rtmp"],"args":{"min":0,"max":0,"flag":false},"block":true,"body":"directives","opens":"rtmp.server","inheritance":"single"}
{"name":"so_keepalive","module":"ngx_rtmp_core_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server"],"args":{"min":1,"max":1,"flag":true},"repeatable":false,"onRepeat":"error","inheritance":"merge","valueKinds":[{"kind":"flag"}]}
{"name":"timeout","module":"ngx_rtmp_core_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server"],"args":{"min":1,"max":1,"flag":false},"repeatable":false,"onRepeat":"error","inheritance":"merge","valueKinds":[{"kind":"time-ms"}]}
{"name":"access_log","module":"ngx_rtmp_log_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server","rtmp.application"],"args":{"min":1,"max":2,"flag":false}}
{"name":"log_format","module":"ngx_rtmp_log_module","source":"third-party:rtmp","contexts":["rtmp","rtmp.server","rtmp.application"],"args":{"min":2,"max":null,"flag":false}}
{"name":"slice","module":"ngx_http_slice_module","source":"third-party:tengine","contexts":["location"],"args":{"min":0,"max":0,"flag":false}}
`;

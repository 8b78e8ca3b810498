// Written by `npm run gen` from the files in this folder.
import type { Rule } from '../lint/rule.ts';
import analysisLimit from './nginx/analysis-limit.ts';
import builtinVariableOverridden from './nginx/builtin-variable-overridden.ts';
import cacheZoneUndefined from './nginx/cache-zone-undefined.ts';
import deprecatedSslDirective from './nginx/deprecated-ssl-directive.ts';
import directiveArgumentCount from './nginx/directive-argument-count.ts';
import directiveDuplicate from './nginx/directive-duplicate.ts';
import directiveInvalidValue from './nginx/directive-invalid-value.ts';
import directiveNotAllowedHere from './nginx/directive-not-allowed-here.ts';
import hstsUnquotedValue from './nginx/hsts-unquoted-value.ts';
import ifConditionSyntax from './nginx/if-condition-syntax.ts';
import includeCycle from './nginx/include-cycle.ts';
import includeNotFound from './nginx/include-not-found.ts';
import listenConflict from './nginx/listen-conflict.ts';
import locationDuplicate from './nginx/location-duplicate.ts';
import logFormatUndefined from './nginx/log-format-undefined.ts';
import missingSemicolon from './nginx/missing-semicolon.ts';
import moduleRequired from './nginx/module-required.ts';
import proxyBufferSizesInconsistent from './nginx/proxy-buffer-sizes-inconsistent.ts';
import proxyPassUriForbidden from './nginx/proxy-pass-uri-forbidden.ts';
import requiredSectionMissing from './nginx/required-section-missing.ts';
import sslCertificateMissing from './nginx/ssl-certificate-missing.ts';
import sslCipherStringInvalid from './nginx/ssl-cipher-string-invalid.ts';
import syntax from './nginx/syntax.ts';
import unbalancedBlock from './nginx/unbalanced-block.ts';
import unclosedQuote from './nginx/unclosed-quote.ts';
import unknownDirective from './nginx/unknown-directive.ts';
import unknownVariable from './nginx/unknown-variable.ts';
import upstreamBackupWithAffinity from './nginx/upstream-backup-with-affinity.ts';
import upstreamResolveIncomplete from './nginx/upstream-resolve-incomplete.ts';
import versionUnsupportedDirective from './nginx/version-unsupported-directive.ts';
import accessLogDisabledGlobally from './security/access-log-disabled-globally.ts';
import accessRuleAfterAll from './security/access-rule-after-all.ts';
import accessRulesNotInherited from './security/access-rules-not-inherited.ts';
import addHeaderNotInherited from './security/add-header-not-inherited.ts';
import allowWithoutDeny from './security/allow-without-deny.ts';
import authBasicWithoutUserFile from './security/auth-basic-without-user-file.ts';
import autoindexEnabled from './security/autoindex-enabled.ts';
import clientBodyUnlimited from './security/client-body-unlimited.ts';
import cookieFlagsMissing from './security/cookie-flags-missing.ts';
import corsWildcardWithCredentials from './security/cors-wildcard-with-credentials.ts';
import cspUnsafe from './security/csp-unsafe.ts';
import cveKnownVersion from './security/cve-known-version.ts';
import cveMapRegexCaptureOrder from './security/cve-map-regex-capture-order.ts';
import cveRewriteArgsCapture from './security/cve-rewrite-args-capture.ts';
import cveRewriteOverlappingCaptures from './security/cve-rewrite-overlapping-captures.ts';
import cveUnnamedCaptureSubrequest from './security/cve-unnamed-capture-subrequest.ts';
import davMethodsOpen from './security/dav-methods-open.ts';
import debugLogInProduction from './security/debug-log-in-production.ts';
import defaultServerMissing from './security/default-server-missing.ts';
import errorLogOff from './security/error-log-off.ts';
import h2cSmuggling from './security/h2c-smuggling.ts';
import headerContentTypeViaAddHeader from './security/header-content-type-via-add-header.ts';
import headerMissingAlways from './security/header-missing-always.ts';
import headerMultiline from './security/header-multiline.ts';
import headerNameInvalid from './security/header-name-invalid.ts';
import headerObsolete from './security/header-obsolete.ts';
import hiddenFilesServed from './security/hidden-files-served.ts';
import hostHeaderSpoofable from './security/host-header-spoofable.ts';
import httpSplitting from './security/http-splitting.ts';
import internalEndpointPublic from './security/internal-endpoint-public.ts';
import mergeSlashesOff from './security/merge-slashes-off.ts';
import methodCheckWithIf from './security/method-check-with-if.ts';
import originRegexUnanchored from './security/origin-regex-unanchored.ts';
import phpArbitraryFileExecution from './security/php-arbitrary-file-execution.ts';
import protectedExactLocationOnly from './security/protected-exact-location-only.ts';
import protectedPrefixBypassedByRegex from './security/protected-prefix-bypassed-by-regex.ts';
import proxyPassUserControlledHost from './security/proxy-pass-user-controlled-host.ts';
import refererNoneBlockedAccepted from './security/referer-none-blocked-accepted.ts';
import regexRedos from './security/regex-redos.ts';
import resolverExternal from './security/resolver-external.ts';
import resolverMissing from './security/resolver-missing.ts';
import returnBypassesAccess from './security/return-bypasses-access.ts';
import securityHeadersMissing from './security/security-headers-missing.ts';
import serverTokensOn from './security/server-tokens-on.ts';
import statusPageExposed from './security/status-page-exposed.ts';
import upstreamIdentityLeak from './security/upstream-identity-leak.ts';
import workerRunsAsRoot from './security/worker-runs-as-root.ts';
import hstsDroppedInChild from './tls/hsts-dropped-in-child.ts';
import hstsMaxAgeTooShort from './tls/hsts-max-age-too-short.ts';
import hstsMissing from './tls/hsts-missing.ts';
import hstsOnPlainHttp from './tls/hsts-on-plain-http.ts';
import hstsWithoutAlways from './tls/hsts-without-always.ts';
import httpNotRedirected from './tls/http-not-redirected.ts';
import http2DefaultReject421 from './tls/http2-default-reject-421.ts';
import http2NotEnabled from './tls/http2-not-enabled.ts';
import http3Incomplete from './tls/http3-incomplete.ts';
import quicBpfReuseport from './tls/quic-bpf-reuseport.ts';
import redirectHostFromServerName from './tls/redirect-host-from-server-name.ts';
import redirectToPlainHttp from './tls/redirect-to-plain-http.ts';
import sslCertificateWithoutChain from './tls/ssl-certificate-without-chain.ts';
import sslConfCommandDowngrade from './tls/ssl-conf-command-downgrade.ts';
import sslDhparamMissingOrUnused from './tls/ssl-dhparam-missing-or-unused.ts';
import sslEarlyDataReplay from './tls/ssl-early-data-replay.ts';
import sslEcdhCurvePq from './tls/ssl-ecdh-curve-pq.ts';
import sslListenWithoutSsl from './tls/ssl-listen-without-ssl.ts';
import sslPreferServerCiphers from './tls/ssl-prefer-server-ciphers.ts';
import sslProtocolsIgnoredInVhost from './tls/ssl-protocols-ignored-in-vhost.ts';
import sslProtocolsUnset from './tls/ssl-protocols-unset.ts';
import sslSessionCacheMissing from './tls/ssl-session-cache-missing.ts';
import sslSessionTicketsStaticKey from './tls/ssl-session-tickets-static-key.ts';
import sslStaplingLetsencrypt from './tls/ssl-stapling-letsencrypt.ts';
import sslStaplingWithoutResolver from './tls/ssl-stapling-without-resolver.ts';
import sslTls13Disabled from './tls/ssl-tls13-disabled.ts';
import sslVerifyClientNotEnforced from './tls/ssl-verify-client-not-enforced.ts';
import sslWeakCiphers from './tls/ssl-weak-ciphers.ts';
import sslWeakProtocols from './tls/ssl-weak-protocols.ts';
import upstreamSslSniOff from './tls/upstream-ssl-sni-off.ts';
import upstreamSslVerifyOff from './tls/upstream-ssl-verify-off.ts';
import upstreamSslWeakProtocols from './tls/upstream-ssl-weak-protocols.ts';
import errorPageNotIntercepted from './proxy/error-page-not-intercepted.ts';
import fastcgiScriptFilenameMissing from './proxy/fastcgi-script-filename-missing.ts';
import grpcWithoutHttp2 from './proxy/grpc-without-http2.ts';
import multipleContentHandlers from './proxy/multiple-content-handlers.ts';
import proxyBufferingOffGlobally from './proxy/proxy-buffering-off-globally.ts';
import proxyDuplicateSetHeader from './proxy/proxy-duplicate-set-header.ts';
import proxyForwardedForSpoofable from './proxy/proxy-forwarded-for-spoofable.ts';
import proxyMissingForwardedHeaders from './proxy/proxy-missing-forwarded-headers.ts';
import proxyMissingHost from './proxy/proxy-missing-host.ts';
import proxyPassTrailingSlashMismatch from './proxy/proxy-pass-trailing-slash-mismatch.ts';
import proxyPassUriNormalised from './proxy/proxy-pass-uri-normalised.ts';
import proxyPassVariableUri from './proxy/proxy-pass-variable-uri.ts';
import proxyRedirectOffWithPrefix from './proxy/proxy-redirect-off-with-prefix.ts';
import proxySetHeaderNotInherited from './proxy/proxy-set-header-not-inherited.ts';
import proxyTimeoutExcessive from './proxy/proxy-timeout-excessive.ts';
import proxyToSelf from './proxy/proxy-to-self.ts';
import proxyWebsocketHeaders from './proxy/proxy-websocket-headers.ts';
import tryFilesWithProxyPass from './proxy/try-files-with-proxy-pass.ts';
import absoluteRedirectBehindProxy from './routing/absolute-redirect-behind-proxy.ts';
import errorPageTargetUnhandled from './routing/error-page-target-unhandled.ts';
import ifFileExists from './routing/if-file-exists.ts';
import ifHostRedirect from './routing/if-host-redirect.ts';
import ifInLocationUnsafe from './routing/if-in-location-unsafe.ts';
import listenHostname from './routing/listen-hostname.ts';
import listenIpv6Missing from './routing/listen-ipv6-missing.ts';
import locationAfterServerReturn from './routing/location-after-server-return.ts';
import locationCanNeverMatch from './routing/location-can-never-match.ts';
import locationModifierMistake from './routing/location-modifier-mistake.ts';
import locationPrefixShadowedByRegex from './routing/location-prefix-shadowed-by-regex.ts';
import locationRegexAsExact from './routing/location-regex-as-exact.ts';
import locationRegexHiddenByPrefix from './routing/location-regex-hidden-by-prefix.ts';
import locationRegexShadowed from './routing/location-regex-shadowed.ts';
import locationRegexUnanchored from './routing/location-regex-unanchored.ts';
import mapMissingDefault from './routing/map-missing-default.ts';
import namedLocationUndefined from './routing/named-location-undefined.ts';
import namedLocationUnused from './routing/named-location-unused.ts';
import returnCodeMisuse from './routing/return-code-misuse.ts';
import returnWithoutType from './routing/return-without-type.ts';
import rewriteInsteadOfReturn from './routing/rewrite-instead-of-return.ts';
import rewriteLoop from './routing/rewrite-loop.ts';
import rewriteTargetWithoutScheme from './routing/rewrite-target-without-scheme.ts';
import rewriteUnreachableDirective from './routing/rewrite-unreachable-directive.ts';
import serverNameInvalid from './routing/server-name-invalid.ts';
import serverNameRegexUnanchored from './routing/server-name-regex-unanchored.ts';
import serverNameUnderscoreNotDefault from './routing/server-name-underscore-not-default.ts';
import serverUnreachable from './routing/server-unreachable.ts';
import tryFilesFallbackCycle from './routing/try-files-fallback-cycle.ts';
import typesBlockReplacesMap from './routing/types-block-replaces-map.ts';
import aliasFileInPrefixLocation from './files/alias-file-in-prefix-location.ts';
import aliasMissingTrailingSlash from './files/alias-missing-trailing-slash.ts';
import aliasRegexWithoutCapture from './files/alias-regex-without-capture.ts';
import aliasTraversal from './files/alias-traversal.ts';
import rootDuplicatesLocationPrefix from './files/root-duplicates-location-prefix.ts';
import rootInLocation from './files/root-in-location.ts';
import rootMissing from './files/root-missing.ts';
import rootRelativePath from './files/root-relative-path.ts';
import rootSensitiveDirectory from './files/root-sensitive-directory.ts';
import proxyNextUpstreamDisabled from './upstream/proxy-next-upstream-disabled.ts';
import proxyNextUpstreamNonIdempotent from './upstream/proxy-next-upstream-non-idempotent.ts';
import proxyPassStaticDns from './upstream/proxy-pass-static-dns.ts';
import upstreamDuplicateServer from './upstream/upstream-duplicate-server.ts';
import upstreamFailoverTooSlow from './upstream/upstream-failover-too-slow.ts';
import upstreamKeepaliveIneffective from './upstream/upstream-keepalive-ineffective.ts';
import upstreamMaxFailsZero from './upstream/upstream-max-fails-zero.ts';
import upstreamMethodOrder from './upstream/upstream-method-order.ts';
import upstreamNoLiveServer from './upstream/upstream-no-live-server.ts';
import upstreamProtocolMismatch from './upstream/upstream-protocol-mismatch.ts';
import upstreamSingleServer from './upstream/upstream-single-server.ts';
import upstreamUnused from './upstream/upstream-unused.ts';
import upstreamZoneMissing from './upstream/upstream-zone-missing.ts';
import cacheBackgroundUpdateIncomplete from './caching/cache-background-update-incomplete.ts';
import cacheDeceptionByExtension from './caching/cache-deception-by-extension.ts';
import cacheKeyIncomplete from './caching/cache-key-incomplete.ts';
import cachePathUnbounded from './caching/cache-path-unbounded.ts';
import cachePrivateResponses from './caching/cache-private-responses.ts';
import cacheWithBufferingOff from './caching/cache-with-buffering-off.ts';
import cacheWithoutValidity from './caching/cache-without-validity.ts';
import expiresOnDynamic from './caching/expires-on-dynamic.ts';
import clientTimeoutsLax from './performance/client-timeouts-lax.ts';
import gzipMisconfigured from './performance/gzip-misconfigured.ts';
import headerBuffersExcessive from './performance/header-buffers-excessive.ts';
import keepaliveTimeoutZero from './performance/keepalive-timeout-zero.ts';
import limitReqIneffective from './performance/limit-req-ineffective.ts';
import openFileCacheHint from './performance/open-file-cache-hint.ts';
import tcpNopushWithoutSendfile from './performance/tcp-nopush-without-sendfile.ts';
import workerConnectionsVsNofile from './performance/worker-connections-vs-nofile.ts';
import workerProcessesUnset from './performance/worker-processes-unset.ts';
import captureGroupMissing from './correctness/capture-group-missing.ts';
import mapSourceNotVariable from './correctness/map-source-not-variable.ts';
import templatePlaceholderLeft from './correctness/template-placeholder-left.ts';
import variableCaseInconsistent from './correctness/variable-case-inconsistent.ts';
import deprecatedListenHttp2 from './deprecated/deprecated-listen-http2.ts';
import legacyGeoipModule from './deprecated/legacy-geoip-module.ts';
import obsoleteHttp2Directives from './deprecated/obsolete-http2-directives.ts';
import redundantSinceDefaultChanged from './deprecated/redundant-since-default-changed.ts';
import styleBlockLength from './style/style-block-length.ts';
import styleCommentFormat from './style/style-comment-format.ts';
import styleDirectiveOrder from './style/style-directive-order.ts';
import styleIndentation from './style/style-indentation.ts';
import styleLineEnding from './style/style-line-ending.ts';
import styleLocationOrder from './style/style-location-order.ts';
import styleOneStatementPerLine from './style/style-one-statement-per-line.ts';
import styleQuotes from './style/style-quotes.ts';
import styleSpaceBeforeSemicolon from './style/style-space-before-semicolon.ts';
import styleTrailingWhitespace from './style/style-trailing-whitespace.ts';
import styleVariableBraces from './style/style-variable-braces.ts';
import suppressionUnused from './style/suppression-unused.ts';

/** Every rule, by group and id. */
export const rules: readonly Rule[] = [
  analysisLimit,
  builtinVariableOverridden,
  cacheZoneUndefined,
  deprecatedSslDirective,
  directiveArgumentCount,
  directiveDuplicate,
  directiveInvalidValue,
  directiveNotAllowedHere,
  hstsUnquotedValue,
  ifConditionSyntax,
  includeCycle,
  includeNotFound,
  listenConflict,
  locationDuplicate,
  logFormatUndefined,
  missingSemicolon,
  moduleRequired,
  proxyBufferSizesInconsistent,
  proxyPassUriForbidden,
  requiredSectionMissing,
  sslCertificateMissing,
  sslCipherStringInvalid,
  syntax,
  unbalancedBlock,
  unclosedQuote,
  unknownDirective,
  unknownVariable,
  upstreamBackupWithAffinity,
  upstreamResolveIncomplete,
  versionUnsupportedDirective,
  accessLogDisabledGlobally,
  accessRuleAfterAll,
  accessRulesNotInherited,
  addHeaderNotInherited,
  allowWithoutDeny,
  authBasicWithoutUserFile,
  autoindexEnabled,
  clientBodyUnlimited,
  cookieFlagsMissing,
  corsWildcardWithCredentials,
  cspUnsafe,
  cveKnownVersion,
  cveMapRegexCaptureOrder,
  cveRewriteArgsCapture,
  cveRewriteOverlappingCaptures,
  cveUnnamedCaptureSubrequest,
  davMethodsOpen,
  debugLogInProduction,
  defaultServerMissing,
  errorLogOff,
  h2cSmuggling,
  headerContentTypeViaAddHeader,
  headerMissingAlways,
  headerMultiline,
  headerNameInvalid,
  headerObsolete,
  hiddenFilesServed,
  hostHeaderSpoofable,
  httpSplitting,
  internalEndpointPublic,
  mergeSlashesOff,
  methodCheckWithIf,
  originRegexUnanchored,
  phpArbitraryFileExecution,
  protectedExactLocationOnly,
  protectedPrefixBypassedByRegex,
  proxyPassUserControlledHost,
  refererNoneBlockedAccepted,
  regexRedos,
  resolverExternal,
  resolverMissing,
  returnBypassesAccess,
  securityHeadersMissing,
  serverTokensOn,
  statusPageExposed,
  upstreamIdentityLeak,
  workerRunsAsRoot,
  hstsDroppedInChild,
  hstsMaxAgeTooShort,
  hstsMissing,
  hstsOnPlainHttp,
  hstsWithoutAlways,
  httpNotRedirected,
  http2DefaultReject421,
  http2NotEnabled,
  http3Incomplete,
  quicBpfReuseport,
  redirectHostFromServerName,
  redirectToPlainHttp,
  sslCertificateWithoutChain,
  sslConfCommandDowngrade,
  sslDhparamMissingOrUnused,
  sslEarlyDataReplay,
  sslEcdhCurvePq,
  sslListenWithoutSsl,
  sslPreferServerCiphers,
  sslProtocolsIgnoredInVhost,
  sslProtocolsUnset,
  sslSessionCacheMissing,
  sslSessionTicketsStaticKey,
  sslStaplingLetsencrypt,
  sslStaplingWithoutResolver,
  sslTls13Disabled,
  sslVerifyClientNotEnforced,
  sslWeakCiphers,
  sslWeakProtocols,
  upstreamSslSniOff,
  upstreamSslVerifyOff,
  upstreamSslWeakProtocols,
  errorPageNotIntercepted,
  fastcgiScriptFilenameMissing,
  grpcWithoutHttp2,
  multipleContentHandlers,
  proxyBufferingOffGlobally,
  proxyDuplicateSetHeader,
  proxyForwardedForSpoofable,
  proxyMissingForwardedHeaders,
  proxyMissingHost,
  proxyPassTrailingSlashMismatch,
  proxyPassUriNormalised,
  proxyPassVariableUri,
  proxyRedirectOffWithPrefix,
  proxySetHeaderNotInherited,
  proxyTimeoutExcessive,
  proxyToSelf,
  proxyWebsocketHeaders,
  tryFilesWithProxyPass,
  absoluteRedirectBehindProxy,
  errorPageTargetUnhandled,
  ifFileExists,
  ifHostRedirect,
  ifInLocationUnsafe,
  listenHostname,
  listenIpv6Missing,
  locationAfterServerReturn,
  locationCanNeverMatch,
  locationModifierMistake,
  locationPrefixShadowedByRegex,
  locationRegexAsExact,
  locationRegexHiddenByPrefix,
  locationRegexShadowed,
  locationRegexUnanchored,
  mapMissingDefault,
  namedLocationUndefined,
  namedLocationUnused,
  returnCodeMisuse,
  returnWithoutType,
  rewriteInsteadOfReturn,
  rewriteLoop,
  rewriteTargetWithoutScheme,
  rewriteUnreachableDirective,
  serverNameInvalid,
  serverNameRegexUnanchored,
  serverNameUnderscoreNotDefault,
  serverUnreachable,
  tryFilesFallbackCycle,
  typesBlockReplacesMap,
  aliasFileInPrefixLocation,
  aliasMissingTrailingSlash,
  aliasRegexWithoutCapture,
  aliasTraversal,
  rootDuplicatesLocationPrefix,
  rootInLocation,
  rootMissing,
  rootRelativePath,
  rootSensitiveDirectory,
  proxyNextUpstreamDisabled,
  proxyNextUpstreamNonIdempotent,
  proxyPassStaticDns,
  upstreamDuplicateServer,
  upstreamFailoverTooSlow,
  upstreamKeepaliveIneffective,
  upstreamMaxFailsZero,
  upstreamMethodOrder,
  upstreamNoLiveServer,
  upstreamProtocolMismatch,
  upstreamSingleServer,
  upstreamUnused,
  upstreamZoneMissing,
  cacheBackgroundUpdateIncomplete,
  cacheDeceptionByExtension,
  cacheKeyIncomplete,
  cachePathUnbounded,
  cachePrivateResponses,
  cacheWithBufferingOff,
  cacheWithoutValidity,
  expiresOnDynamic,
  clientTimeoutsLax,
  gzipMisconfigured,
  headerBuffersExcessive,
  keepaliveTimeoutZero,
  limitReqIneffective,
  openFileCacheHint,
  tcpNopushWithoutSendfile,
  workerConnectionsVsNofile,
  workerProcessesUnset,
  captureGroupMissing,
  mapSourceNotVariable,
  templatePlaceholderLeft,
  variableCaseInconsistent,
  deprecatedListenHttp2,
  legacyGeoipModule,
  obsoleteHttp2Directives,
  redundantSinceDefaultChanged,
  styleBlockLength,
  styleCommentFormat,
  styleDirectiveOrder,
  styleIndentation,
  styleLineEnding,
  styleLocationOrder,
  styleOneStatementPerLine,
  styleQuotes,
  styleSpaceBeforeSemicolon,
  styleTrailingWhitespace,
  styleVariableBraces,
  suppressionUnused,
];

// What a browser is told about the console. The attacker in mind: whoever gets markup onto a page (a name, a message, an
// answer of a hostile server), and pages of others that open or frame this one.

/** Where the console may reach beyond its own origin. */
export interface Reach {
  readonly server: string;
  /** Further origins to ask, as of map tiles. */
  readonly connect: readonly string[];
  /** Further origins of pictures. */
  readonly images: readonly string[];
  /** CSP hashes of the styles that a library adds. */
  readonly styleHashes: readonly string[];
}

/** The console's content security policy: no script but its own files, and none made of text. */
export function consolePolicy({ server, connect, images, styleHashes }: Reach): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styleHashes.map((one) => `'${one}'`)].join(" "),
    "font-src 'self'",
    ["img-src 'self'", ...images].join(" "),
    ["connect-src 'self'", server, ...connect].join(" "),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types rempart",
  ].join("; ");
}

/** Whatever browsers know and the console has no use for. */
const off = [
  ...["accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture"],
  ...["encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get"],
  ...["idle-detection", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi", "otp-credentials"],
  ...["payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb"],
  ...["window-management", "xr-spatial-tracking"],
];
const own = ["publickey-credentials-get", "publickey-credentials-create", "clipboard-write"];

/** Headers of every file and page of the console. */
export function consoleHeaders(reach: Reach): Record<string, string> {
  return {
    "content-security-policy": consolePolicy(reach),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": [...own.map((name) => `${name}=(self)`), ...off.map((name) => `${name}=()`)].join(", "),
  };
}

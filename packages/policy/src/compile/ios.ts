// Apple's payloads, declarations and commands: keys and versions of Apple's own schemas.
import type { Arg, Row, Rows, Step } from "./row.ts";

const value = { value: true } as const;
const not = { not: true } as const;
const access = (
  since: number,
  key: string,
  more: Partial<Extract<Row, { since: number }>> = {},
  set: Arg = not,
): Row[] => [{ since, steps: [{ payload: "com.apple.applicationaccess", key, set }], supervised: true, ...more }];
/** Not only supervised phones; `everyPhone`: those that users enrolled, too. */
const anyPhone = { supervised: false } as const;
const everyPhone = { supervised: false, userEnrolled: true } as const;
const passcode = (key: string, set: Arg = value): Row[] => [
  { since: 4, steps: [{ payload: "com.apple.mobiledevice.passwordpolicy", key, set }] },
];
const updates = "com.apple.configuration.softwareupdate.settings";
const never = (en: string, fr: string): Row[] => [{ never: { en, fr } }];
const noAgent = never(
  "iOS lets no app of the organisation act on its own; the gatekeeper asks the phone instead",
  "iOS ne laisse aucune application de l’organisation agir d’elle-même ; c’est le gardien qui interroge le téléphone",
);
const notOffered = never("iOS has no such setting", "iOS n’a pas ce réglage");
const gatekeeper = (task: string): Row[] => [
  {
    since: 4,
    steps: [{ agent: task }],
    userEnrolled: true,
    approximated: {
      en: "by the gatekeeper, when the phone answers its push",
      fr: "par le gardien, quand le téléphone répond à son appel",
    },
  },
];
const sharing: Step = { payload: "com.apple.applicationaccess", key: "allowAirDrop", set: not };

export const ios: Rows = {
  "camera.disabled": access(4, "allowCamera"),
  "microphone.disabled": notOffered,
  "screen-capture.disabled": access(4, "allowScreenShot", everyPhone),
  "encryption.required": [
    {
      since: 4,
      steps: [{ payload: "com.apple.mobiledevice.passwordpolicy", key: "forcePIN", set: value }],
      approximated: {
        en: "an iPhone is encrypted as soon as it has a passcode, which is demanded",
        fr: "un iPhone est chiffré dès qu’il a un code, qui est exigé",
      },
    },
  ],
  "removable-media.disabled": access(13, "allowFilesUSBDriveAccess"),
  "removable-media.encrypted": notOffered,
  "usb-file-transfer.disabled": access(7, "allowHostPairing"),
  "usb-data.disabled": never(
    "iOS can close the port while locked, which is its default, but not altogether",
    "iOS peut fermer le port quand le téléphone est verrouillé, c’est son réglage d’usine, mais pas tout à fait",
  ),
  "debugging.disabled": access(7, "allowHostPairing", {
    approximated: {
      en: "no computer can pair but the one that supervises",
      fr: "aucun ordinateur ne peut s’associer, sauf celui qui supervise",
    },
  }),
  "backup.disabled": access(5, "allowCloudBackup", anyPhone),
  "printing.disabled": access(11, "allowAirPrint"),
  "data-sharing.disabled": access(7, "allowOpenFromManagedToUnmanaged", everyPhone),
  "safe-boot.disabled": never("iOS has no safe boot", "iOS n’a pas de démarrage sans échec"),
  "factory-reset.disabled": access(8, "allowEraseContentAndSettings"),
  "factory-reset-protection.enabled": [
    {
      since: 7.1,
      steps: [{ command: "Settings", key: "MDMOptions.ActivationLockAllowedWhileSupervised", set: value }],
      supervised: true,
      approximated: {
        en: "the lock is on once the user turns Find My on",
        fr: "le verrou est actif dès que l’utilisateur active Localiser",
      },
    },
  ],
  "unenrolment.disabled": never(
    "whether an iPhone's profile can be removed is decided at enrolment",
    "la suppression du profil d’un iPhone se décide à l’enrôlement",
  ),
  "multi-user.disabled": [{ since: 4, steps: [], userEnrolled: true }],
  "accounts.locked": access(7, "allowAccountModification"),
  "date-time.automatic": access(12, "forceAutomaticDateAndTime", {}, value),
  "user-certificates.locked": access(6, "allowUIConfigurationProfileInstallation"),
  "audit.on": notOffered,
  "wallpaper.locked": access(9, "allowWallpaperModification"),
  "volume.level": notOffered,
  "assistant.disabled": access(5, "allowAssistant", everyPhone),
  "passcode.minimumLength": passcode("minLength"),
  "passcode.quality": [
    {
      since: 4,
      steps: [
        {
          payload: "com.apple.mobiledevice.passwordpolicy",
          key: "allowSimple",
          set: { map: { any: true } },
        },
        {
          payload: "com.apple.mobiledevice.passwordpolicy",
          key: "requireAlphanumeric",
          set: { map: { alphanumeric: true, complex: true } },
        },
        { payload: "com.apple.mobiledevice.passwordpolicy", key: "minComplexChars", set: 1, only: ["complex"] },
      ],
    },
  ],
  "passcode.history": passcode("pinHistory"),
  "passcode.maximumAge": passcode("maxPINAgeInDays"),
  "failedUnlocksBeforeWipe.attempts": [
    {
      since: 4,
      steps: [{ payload: "com.apple.mobiledevice.passwordpolicy", key: "maxFailedAttempts", set: value }],
      values: [4, 5, 6, 7, 8, 9, 10, 11],
    },
    {
      since: 4,
      steps: [{ payload: "com.apple.mobiledevice.passwordpolicy", key: "maxFailedAttempts", set: 11 }],
      approximated: {
        en: "an iPhone allows 11 attempts at most before it erases itself",
        fr: "un iPhone accorde au plus 11 essais avant de s’effacer",
      },
    },
  ],
  "session-lock.inactivity": [
    {
      since: 4,
      steps: [{ payload: "com.apple.mobiledevice.passwordpolicy", key: "maxInactivity", set: { per: 60 } }],
      approximated: { en: "in whole minutes, at least one", fr: "en minutes entières, au moins une" },
    },
  ],
  "biometric.disabled": access(7, "allowFingerprintForUnlock", anyPhone),
  "trust-agents.disabled": access(14.5, "allowAutoUnlock", anyPhone),
  "lock-screen-notifications.shown": access(
    7,
    "allowLockScreenNotificationsView",
    {
      ...everyPhone,
      approximated: {
        en: "iOS hides the history of notifications, not the newest one",
        fr: "iOS cache l’historique des notifications, pas la plus récente",
      },
    },
    { map: { all: true } },
  ),
  "lock-screen-text": [
    {
      since: 9.3,
      steps: [{ payload: "com.apple.shareddeviceconfiguration", key: "LockScreenFootnote", set: { of: "banner" } }],
      supervised: true,
    },
  ],
  "wifi-radio.disabled": notOffered,
  "mobile-data.disabled": notOffered,
  "roaming.disabled": [
    {
      since: 5,
      steps: [{ command: "Settings", key: "DataRoaming.Enabled", set: not }],
      approximated: { en: "the user can switch it on again", fr: "l’utilisateur peut la réactiver" },
    },
  ],
  "cellular-2g.disabled": notOffered,
  "bluetooth.disabled": [
    {
      since: 11.3,
      steps: [{ command: "Settings", key: "Bluetooth.Enabled", set: not }],
      supervised: true,
      approximated: {
        en: "the user can switch it on again unless its settings are locked too",
        fr: "l’utilisateur peut le réactiver si les réglages ne sont pas verrouillés aussi",
      },
    },
  ],
  "bluetooth.sharingDisabled": [{ since: 7, steps: [sharing], supervised: true }],
  "bluetooth.locked": access(11, "allowBluetoothModification"),
  "nfc.disabled": access(14.2, "allowNFC", {
    approximated: {
      en: "apps cannot use NFC; payment still can",
      fr: "les applications ne peuvent pas utiliser NFC ; le paiement, si",
    },
  }),
  "ultra-wideband.disabled": notOffered,
  "airplane-mode.disabled": notOffered,
  "tethering.disabled": [
    {
      since: 12.2,
      steps: [
        { command: "Settings", key: "PersonalHotspot.Enabled", set: not },
        { payload: "com.apple.applicationaccess", key: "allowPersonalHotspotModification", set: not },
      ],
      supervised: true,
    },
    {
      since: 7,
      steps: [{ command: "Settings", key: "PersonalHotspot.Enabled", set: not }],
      approximated: { en: "the user can switch it on again", fr: "l’utilisateur peut le réactiver" },
    },
  ],
  "apps-allowed.packages": access(15, "allowListedAppBundleIDs", {}, value),
  "apps-denied.packages": access(15, "blockedAppBundleIDs", {}, value),
  "apps-required.packages": gatekeeper("report-missing"),
  "apps-removed.packages": gatekeeper("remove-managed-apps"),
  "app-installation.disabled": access(4, "allowAppInstallation"),
  "app-removal.disabled": access(4.2, "allowAppRemoval"),
  "unknown-sources.disabled": access(9, "allowEnterpriseAppTrust", anyPhone),
  "app-permission.answer": never(
    "on iOS the user alone answers what apps ask",
    "sur iOS, l’utilisateur seul répond aux demandes des applications",
  ),
  "web-link": [
    {
      since: 4,
      steps: [
        { payload: "com.apple.webClip.managed", key: "Label", set: { of: "title" } },
        { payload: "com.apple.webClip.managed", key: "URL", set: { of: "url" } },
      ],
      userEnrolled: true,
    },
  ],
  "wifi-allowed.ssids": access(
    14.5,
    "forceWiFiToAllowedNetworksOnly",
    {
      approximated: {
        en: "the phone joins only networks that a profile has set up",
        fr: "le téléphone ne rejoint que les réseaux configurés par un profil",
      },
    },
    true,
  ),
  "wifi-denied.ssids": notOffered,
  "wifi-security.minimum": notOffered,
  "wifi-network": [
    {
      since: 7,
      steps: [
        { payload: "com.apple.wifi.managed", key: "SSID_STR", set: { of: "ssid" } },
        { payload: "com.apple.wifi.managed", key: "HIDDEN_NETWORK", set: { of: "hidden" } },
        { payload: "com.apple.wifi.managed", key: "EncryptionType", set: "None" },
      ],
      userEnrolled: true,
    },
  ],
  "wifi-settings.locked": never(
    "iOS restricts which networks are joined, not the settings; use allowed networks",
    "iOS limite les réseaux rejoints, pas les réglages ; utilisez les réseaux autorisés",
  ),
  vpn: never(
    "an always-on VPN of iOS is set up with keys, which a policy does not hold",
    "un VPN permanent d’iOS se configure avec des clés, qu’une politique ne contient pas",
  ),
  "vpn-settings.locked": access(11, "allowVPNCreation"),
  "private-dns": [
    {
      since: 14,
      steps: [
        { payload: "com.apple.dnsSettings.managed", key: "DNSSettings.DNSProtocol", set: "TLS" },
        { payload: "com.apple.dnsSettings.managed", key: "DNSSettings.ServerName", set: { of: "host" } },
        { payload: "com.apple.dnsSettings.managed", key: "ProhibitDisablement", set: true },
      ],
      supervised: true,
    },
  ],
  "location-services.state": notOffered,
  "location-reporting.enabled": never(
    "iOS tells an MDM a position in Lost Mode only",
    "iOS ne donne la position à un MDM qu’en mode Perdu",
  ),
  "location-reporting.every": noAgent,
  "location-reporting.hours": noAgent,
  "location-reporting.retention": noAgent,
  "os-updates.install": [
    {
      since: 18,
      steps: [
        {
          declaration: updates,
          key: "AutomaticActions.InstallOSUpdates",
          set: { map: { automatic: "AlwaysOn", user: "Allowed", postponed: "AlwaysOff" } },
        },
      ],
      supervised: true,
    },
  ],
  "os-update-window": notOffered,
  "os-update-deferral.days": [
    {
      since: 18,
      steps: [{ declaration: updates, key: "Deferrals.CombinedPeriodInDays", set: value }],
      supervised: true,
    },
    {
      since: 11.3,
      steps: [
        { payload: "com.apple.applicationaccess", key: "forceDelayedSoftwareUpdates", set: true },
        { payload: "com.apple.applicationaccess", key: "enforcedSoftwareUpdateDelay", set: value },
      ],
      supervised: true,
    },
  ],
  "os-update-freeze": never(
    "iOS can defer versions by days, not freeze dates",
    "iOS peut reporter les versions de quelques jours, pas geler des dates",
  ),
  "check-in.every": gatekeeper("check-in"),
  "alerts.about": gatekeeper("alerts"),
  "missed-contact-lock.after": noAgent,
  "missed-contact-suspend.after": noAgent,
};

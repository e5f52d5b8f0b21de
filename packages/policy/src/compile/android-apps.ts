// Android's device policy manager: apps, networks, location, updates, and what the agent does itself.
import type { Rows } from "./row.ts";

const agent = (since: number, task: string) => [{ since, steps: [{ agent: task }] }];

export const androidApps: Rows = {
  "apps-allowed.packages": agent(24, "suspend-all-but"),
  "apps-denied.packages": agent(24, "suspend"),
  "apps-required.packages": agent(21, "report-missing"),
  "apps-removed.packages": agent(23, "uninstall-and-block"),
  "app-installation.disabled": [
    {
      since: 21,
      steps: [{ restriction: "no_install_apps" }],
      approximated: {
        en: "the agent lifts the ban for the moment in which it installs an app of the organisation",
        fr: "l’agent lève l’interdiction le temps d’installer une application de l’organisation",
      },
    },
  ],
  "app-removal.disabled": [{ since: 21, steps: [{ restriction: "no_uninstall_apps" }] }],
  "unknown-sources.disabled": [
    { since: 29, steps: [{ restriction: "no_install_unknown_sources_globally" }] },
    { since: 21, steps: [{ restriction: "no_install_unknown_sources" }] },
  ],
  "app-permission.answer": [
    {
      since: 23,
      steps: [
        {
          call: "DevicePolicyManager.setPermissionGrantState",
          args: [{ named: "package" }, { named: "permission" }, { map: { granted: 1, asked: 0, denied: 2 } }],
        },
      ],
    },
  ],
  "web-link": [
    {
      since: 26,
      steps: [{ agent: "web-link" }],
      approximated: {
        en: "the agent lists the link and offers it; the user puts it on the home screen",
        fr: "l’agent affiche et propose le lien ; l’utilisateur le pose sur l’écran d’accueil",
      },
    },
  ],
  "wifi-allowed.ssids": agent(33, "ssid-allow-list"),
  "wifi-denied.ssids": agent(33, "ssid-deny-list"),
  "wifi-security.minimum": [
    {
      since: 33,
      steps: [
        {
          call: "DevicePolicyManager.setMinimumRequiredWifiSecurityLevel",
          args: [{ map: { open: 0, personal: 1, enterprise: 2, "enterprise-192": 3 } }],
        },
      ],
    },
  ],
  "wifi-network": agent(31, "wifi-network"),
  "wifi-settings.locked": [{ since: 21, steps: [{ restriction: "no_config_wifi" }] }],
  vpn: [
    // From 29 on the agent itself is let past a broken VPN, so that the phone can still be told otherwise.
    { since: 29, steps: [{ agent: "always-on-vpn" }] },
    {
      since: 24,
      steps: [{ call: "DevicePolicyManager.setAlwaysOnVpnPackage", args: [{ of: "package" }, { of: "lockdown" }] }],
      approximated: {
        en: "before Android 10 the agent has no way around a broken VPN",
        fr: "avant Android 10, l’agent ne peut pas contourner un VPN en panne",
      },
    },
  ],
  "vpn-settings.locked": [{ since: 21, steps: [{ restriction: "no_config_vpn" }] }],
  "private-dns": [
    {
      since: 29,
      steps: [{ call: "DevicePolicyManager.setGlobalPrivateDnsModeSpecifiedHost", args: [{ of: "host" }] }],
    },
  ],
  "location-services.state": [
    {
      since: 30,
      steps: [
        { restriction: "no_config_location", on: ["on", "off"] },
        {
          call: "DevicePolicyManager.setLocationEnabled",
          args: [{ map: { on: true, off: false } }],
          only: ["on", "off"],
        },
      ],
    },
    {
      since: 21,
      steps: [{ restriction: "no_share_location", on: ["off"] }],
      values: ["free", "off"],
      approximated: {
        en: "before Android 11 location can be kept off, not on",
        fr: "avant Android 11, la localisation peut être coupée, pas imposée",
      },
    },
  ],
  "location-reporting.enabled": agent(26, "report-position"),
  "location-reporting.every": agent(26, "report-position-every"),
  "location-reporting.hours": agent(26, "report-position-hours"),
  "location-reporting.retention": agent(26, "report-position-retention"),
  "os-updates.install": agent(23, "system-update-policy"),
  "os-update-window": agent(23, "system-update-window"),
  "os-update-deferral.days": [
    {
      since: 23,
      steps: [{ agent: "system-update-deferral" }],
      approximated: {
        en: "Android postpones for 30 days from when an update appears, or not at all",
        fr: "Android reporte de 30 jours à partir de la parution, ou pas du tout",
      },
    },
  ],
  "os-update-freeze": agent(28, "system-update-freeze"),
  "check-in.every": agent(21, "check-in"),
  "alerts.about": agent(21, "alerts"),
  "missed-contact-lock.after": agent(21, "missed-contact-lock"),
  "missed-contact-suspend.after": agent(24, "missed-contact-suspend"),
};

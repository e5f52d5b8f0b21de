// The service worker of the console: it shows a notification when the gatekeeper wakes this browser, and opens the inbox. It
// has no fetch handler, so it can change nothing that the pages load. Messages carry nothing: what waits is read, and
// checked, in the console.
const words = {
  en: ["Rempart", "Something waits for you."],
  fr: ["Rempart", "Quelque chose vous attend."],
};
const language = new URL(self.location.href).searchParams.get("lang") === "fr" ? "fr" : "en";

self.addEventListener("push", (event) => {
  const [title, body] = words[language];
  event.waitUntil(self.registration.showNotification(title, { body, lang: language, tag: "rempart", renotify: true }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (windows) => {
      const [open] = windows;
      if (!open) return self.clients.openWindow("/approvals");
      await open.focus();
      return open.navigate("/approvals").catch(() => undefined);
    }),
  );
});

import "@fontsource-variable/ibm-plex-sans/wght.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "./look/tokens.css";
import "./look/base.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { router } from "./app/router.tsx";
import { startTheme } from "./look/theme.ts";
import { ProblemNotice } from "./parts/problem-notice.tsx";
import { readConfig } from "./remote/config.ts";
import { ConfigProvider } from "./remote/use-config.tsx";
import { Gate } from "./session/gate.tsx";
import { formatOf } from "./words/format.ts";
import { useLanguage } from "./words/language.ts";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What an attacker could provoke by failing is not multiplied; what is asked regularly is asked again soon, and every
      // notice has a button to try again.
      retry: false,
    },
  },
});

function App({ config }: { config: Awaited<ReturnType<typeof readConfig>> }) {
  const language = useLanguage();
  return (
    <I18nProvider locale={formatOf(language).locale}>
      <QueryClientProvider client={client}>
        <ConfigProvider value={config}>
          <Gate>
            <RouterProvider router={router} />
          </Gate>
        </ConfigProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

startTheme();
const root = createRoot(document.getElementById("root")!);
readConfig().then(
  (config) =>
    root.render(
      <StrictMode>
        <App config={config} />
      </StrictMode>,
    ),
  (error: unknown) => root.render(<ProblemNotice error={error} onRetry={() => location.reload()} />),
);

import { createContext, type ReactNode, useContext } from "react";
import type { ConsoleConfig } from "./config.ts";

const Context = createContext<ConsoleConfig | undefined>(undefined);

export function ConfigProvider({ value, children }: { value: ConsoleConfig; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useConfig(): ConsoleConfig {
  const config = useContext(Context);
  if (!config) throw new Error("the configuration was not read yet");
  return config;
}

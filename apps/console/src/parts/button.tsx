import { Link, type LinkProps } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { Button as AriaButton, type PressEvent } from "react-aria-components";
import styles from "./button.module.css";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

interface Look {
  kind?: ButtonKind;
  small?: boolean;
}

function look({ kind = "plain", small = false }: Look): string {
  return [styles.button, styles[kind], small ? styles.small : ""].join(" ");
}

type ButtonProps = Omit<ComponentProps<typeof AriaButton>, "className" | "onPress"> &
  Look & {
    /** May be asynchronous: whoever gives it shows what goes wrong in it. */
    onPress?: ((event: PressEvent) => unknown) | undefined;
  };

/** A button with words. `danger` is a red outline: what is destructive never looks like the default. */
export function Button({ kind, small, onPress, ...props }: ButtonProps) {
  const press = onPress && { onPress: (event: PressEvent) => void onPress(event) };
  return (
    <AriaButton {...props} {...press} className={look({ ...(kind ? { kind } : {}), ...(small ? { small } : {}) })} />
  );
}

/** A link to another screen that looks like a button. */
export function ButtonLink({ kind, small, children, ...props }: LinkProps & Look & { children: ReactNode }) {
  return (
    <Link {...props} className={look({ ...(kind ? { kind } : {}), ...(small ? { small } : {}) })}>
      {children}
    </Link>
  );
}

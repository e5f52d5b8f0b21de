import type { ComponentProps } from "react";
import { Button as AriaButton, Link as AriaLink, type PressEvent } from "react-aria-components";
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

/** A link that looks like a button. */
export function ButtonLink({ kind, small, ...props }: Omit<ComponentProps<typeof AriaLink>, "className"> & Look) {
  return <AriaLink {...props} className={look({ ...(kind ? { kind } : {}), ...(small ? { small } : {}) })} />;
}

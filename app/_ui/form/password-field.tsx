"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Button } from "@/app/_ui/controls/button";
import { Field } from "@/app/_ui/form/field";
import { passwordStrength } from "@/app/_ui/form/password-strength";

type Props = Omit<ComponentProps<"input">, "type" | "name"> & {
  name: string;
  label: string;
  problem?: string | undefined;
  /** Shows how hard the password is to guess; for new passwords. */
  strength?: boolean;
};

/** A password with a button that shows it. */
export const PasswordField = ({ label, problem, strength = false, ...props }: Props) => {
  const [shown, setShown] = useState(false);
  const [value, setValue] = useState("");
  const rating = passwordStrength(value);
  return (
    <Field label={label} name={props.name} problem={problem}>
      {(wiring) => (
        <div className="grid gap-2">
          <div className="relative">
            <input
              {...props}
              {...wiring}
              type={shown ? "text" : "password"}
              value={value}
              onChange={(event) => setValue(event.target.value)}
              spellCheck={false}
              autoCapitalize="none"
              className="h-9 w-full rounded-md border border-line-strong bg-surface pr-10 pl-2.5 hover:border-muted aria-invalid:border-failed"
            />
            <Button
              look="quiet"
              size="small-icon"
              aria-pressed={shown}
              aria-label={shown ? "Hide the password" : "Show the password"}
              onClick={() => setShown(!shown)}
              className="absolute top-1 right-1"
            >
              {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </Button>
          </div>
          {strength && (
            <div className="flex items-center gap-3">
              <span aria-hidden className="grid flex-1 grid-cols-4 gap-1">
                {[1, 2, 3, 4].map((step) => (
                  <span
                    key={step}
                    className={`h-1 rounded-full ${rating.score >= step ? "bg-accent" : "bg-pressed"}`}
                  />
                ))}
              </span>
              <span aria-live="polite" className="text-sm text-muted">
                {rating.word}
              </span>
            </div>
          )}
        </div>
      )}
    </Field>
  );
};

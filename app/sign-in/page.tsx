import type { Metadata } from "next";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

/** Name and password. */
export default function SignInPage() {
  return <SignInForm />;
}

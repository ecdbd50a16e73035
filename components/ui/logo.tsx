/** The mark: four threads of a plain weave, each passing over one neighbour and under the other. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className={className}>
      <g stroke="currentColor" strokeWidth="4" strokeLinecap="round">
        <path d="M11 4v3.6M11 15v13" />
        <path d="M21 4v13M21 24.4V28" />
      </g>
      <g stroke="currentColor" strokeWidth="4" strokeLinecap="round" opacity="0.55">
        <path d="M4 11h13.4M24.6 11H28" />
        <path d="M4 21h3.4M14.6 21H28" />
      </g>
    </svg>
  );
}

/** Mark and name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2">
      <LogoMark className="size-6 text-accent" />
      <span className="text-[1.0625rem] font-semibold tracking-[-0.02em]">Chiffon</span>
    </span>
  );
}

import {
  BookOpen,
  CalendarClock,
  CircleDollarSign,
  History,
  type LucideIcon,
  MessageSquareText,
  Scale,
  Server,
  Settings,
  ShieldCheck,
} from "lucide-react";

/** A page in the navigation. */
export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown in the phone's bottom bar; the others are behind More. */
  readonly isPrimary: boolean;
}

/** Every page, in the order of the navigation. */
export const navigationItems: readonly NavigationItem[] = [
  { href: "/", label: "Chat", icon: MessageSquareText, isPrimary: true },
  { href: "/approvals", label: "Approvals", icon: ShieldCheck, isPrimary: true },
  { href: "/audit", label: "Audit", icon: History, isPrimary: true },
  { href: "/fleet", label: "Fleet", icon: Server, isPrimary: true },
  { href: "/playbooks", label: "Playbooks", icon: BookOpen, isPrimary: false },
  { href: "/rules", label: "Rules", icon: Scale, isPrimary: false },
  { href: "/schedules", label: "Schedules", icon: CalendarClock, isPrimary: false },
  { href: "/spend", label: "Spend", icon: CircleDollarSign, isPrimary: false },
  { href: "/settings", label: "Settings", icon: Settings, isPrimary: false },
];

/** Whether the navigation marks `href` as the page one is on. What is said of a playbook belongs to the playbooks. */
export function isCurrentPage(href: string, pathname: string): boolean {
  if (href === "/") return pathname === "/";
  const place = pathname.replace(/^\/(?:reviews|scaffolds|changes)(?=\/|$)/, "/playbooks");
  return place === href || place.startsWith(`${href}/`);
}

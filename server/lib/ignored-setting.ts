interface Reason {
  readonly names: RegExp;
  readonly why: string;
}

/** Why settings of an `ansible.cfg` have no effect, the first that fits. Names are `section.key`. */
const reasons: readonly Reason[] = [
  {
    names: /\.host_key_checking$/,
    why: "Chiffon always compares host keys with those that were pinned.",
  },
  {
    names: /\.(?:ask_pass|ask_become_pass|become_ask_pass|ask_sudo_pass|ask_vault_pass)$/,
    why: "Nobody can be asked while a playbook runs. Passwords are stored as secrets.",
  },
  {
    names:
      /^(?:ssh_connection|paramiko_connection|persistent_connection)\.|\.(?:ssh_\w+|sftp_\w+|scp_\w+)$/,
    why: "Options for ssh could start programs or switch checks off, so Chiffon sets its own.",
  },
  {
    names: /\.(?:become_exe|become_flags|sudo_exe|sudo_flags|su_exe|su_flags|executable)$/,
    why: "It names a program, or options of one, that would run in place of the usual one.",
  },
  {
    names: /\.(?:interpreter_python|module_lang)$/,
    why: "Python is looked for on each host; ansible_python_interpreter in the inventory counts.",
  },
  {
    names:
      /\.(?:library|module_utils|strategy|\w+_plugins?|\w+_plugin_path|filter_plugins|jinja2_\w+|enable_plugins)$|^inventory\./,
    why: "Code is only loaded from the folders beside playbooks and in roles, and inventories are never run.",
  },
  {
    names:
      /\.(?:\w*callbacks?\w*|bin_ansible_callbacks|display_\w+|no(?:color|cows)|force_color|verbosity|log_\w+|show_\w+)$|^(?:colors|diff)\./,
    why: "Chiffon shows and keeps the output in its own way.",
  },
  {
    names:
      /\.(?:retry_files\w*|fact_caching\w*|gather\w*|local_tmp|remote_tmp|tmp|keep_remote_files|async_dir)$/,
    why: "Each run has directories and facts of its own, so nothing is carried over between runs.",
  },
  {
    names: /^galaxy\./,
    why: "What is installed, and from where, is decided where dependencies are installed.",
  },
];

/** Why a setting is ignored, in a sentence. */
export function whyIgnored(name: string): string {
  const found = reasons.find(({ names }) => names.test(name));
  return (
    found?.why ?? "Ansible's own default holds: it is not among the settings known to be safe."
  );
}

/** What is sent when an external model is asked; shown before it is switched on and at its first use. */
export const whatLeavesTheHouse =
  "An external model gets the text of the message, the names and descriptions of the playbooks that may fit, their variables' names, and the names of hosts; where you have it propose values for a new playbook, the service's name and what is open. It never gets secrets, variables' values, run output of other requests, or anything from a repository marked private.";

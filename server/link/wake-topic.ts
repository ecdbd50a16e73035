/** The topic on which an agent that waits for work is woken. */
export const wakeTopic = (agentId: string): string => `agent:${agentId}`;

"""The panel (评委): how far experts agree, who scores high or low."""

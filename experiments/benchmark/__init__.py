"""How fast the model is played: the engine beside the Mesa model and beside the least that the work could take."""

"""Step 5: who must know, and did the message leave?"""

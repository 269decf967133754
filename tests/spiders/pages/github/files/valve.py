"""Opens the valve a little more each second."""


def ramp(valve, seconds, target):
    opening = 0.0
    step = target / seconds
    for _ in range(seconds):
        opening = min(target, opening + step)
        valve.set(opening)
    return opening

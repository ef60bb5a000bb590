// Keeps the coder's name in this browser, so that it is asked once.

export default function ({ data }) {
  const now = document.cookie.split("; ").find((part) => part.startsWith(`${data.name}=`)) ?? ""
  if (now !== `${data.name}=${data.value}`) {
    const age = data.value ? 31536000 : 0
    document.cookie = `${data.name}=${data.value}; path=/; max-age=${age}; SameSite=Strict`
  }
}
